import { byName, type Problem } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import { VariableMap } from './VariableMap';
import { ABSENT, type VersionSet } from './VersionSet';

/**
 * Which state of a package to try first. Right guesses save time; what is best is proven elsewhere.
 */
export class Preferences {
  /** States in the best solution so far, or as installed. */
  private readonly states = new VariableMap<number>();
  private readonly news = new Set<KnownPackage>();

  constructor(private readonly problem: Problem) {}

  remember(known: KnownPackage, position: number) {
    if (this.saved(known) === position) return;
    this.states.set(known, position);
    this.news.add(known);
  }

  /** Packages whose preferred state changed since this was asked last. */
  takeNews(): KnownPackage[] {
    const news = Array.from(this.news);
    this.news.clear();
    return news;
  }

  saved(known: KnownPackage): number | undefined {
    return this.states.get(known);
  }

  /** A state for a package that must be there. */
  version(known: KnownPackage, domain: VersionSet): number {
    const saved = this.saved(known);
    if (saved !== undefined && saved !== ABSENT && domain.has(saved))
      return saved;
    return this.newest(this.maintained(known, domain));
  }

  /** A state for a package that need not be there: an installed one stays, others only where wanted. */
  optional(
    known: KnownPackage,
    domain: VersionSet,
    wanted: VersionSet | undefined,
  ): number {
    const saved = this.saved(known);
    if (wanted)
      return saved && wanted.has(saved) ? saved : this.version(known, wanted);
    return this.stays(known) ? this.version(known, domain) : ABSENT;
  }

  /** Whether a package that need not be there may as well be in this state. */
  isContent(
    known: KnownPackage,
    state: number,
    wanted: VersionSet | undefined,
  ): boolean {
    if (wanted) return wanted.has(state);
    return state !== ABSENT || !this.stays(known);
  }

  /** The best state of a set by the strategy. */
  newest(states: VersionSet): number {
    return this.problem.options.strategy === 'lowest'
      ? states.lowest()
      : states.highest();
  }

  /** Roots by name, then the others by name. */
  order(a: KnownPackage, b: KnownPackage): number {
    return a.rank - b.rank || byName(a.name, b.name);
  }

  /** The versions of the set that are not deprecated, unless all are. */
  maintained(known: KnownPackage, domain: VersionSet): VersionSet {
    const present = domain.intersect(known.present);
    const maintained = present.minus(known.marks.deprecated);
    return maintained.isEmpty() ? present : maintained;
  }

  private stays(known: KnownPackage): boolean {
    const { installed, options } = this.problem;
    return (
      installed.has(known.name) &&
      !options.prune &&
      this.saved(known) !== ABSENT
    );
  }
}
