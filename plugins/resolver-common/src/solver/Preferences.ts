import { byName, type Problem } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import { ABSENT, VersionSet } from './VersionSet';

/**
 * Which state of a package to try first. Right guesses save time; what is best is proven elsewhere.
 */
export class Preferences {
  /** States in the best solution so far, or as installed. */
  private readonly saved = new Map<KnownPackage, number>();
  private readonly deprecated = new Map<KnownPackage, VersionSet>();

  constructor(private readonly problem: Problem) {}

  remember(known: KnownPackage, position: number) {
    this.saved.set(known, position);
  }

  isSaved(known: KnownPackage, domain: VersionSet): boolean {
    const saved = this.saved.get(known);
    return saved !== undefined && domain.has(saved);
  }

  /** A state for a package that must be there. */
  version(known: KnownPackage, domain: VersionSet): number {
    const saved = this.saved.get(known);
    if (saved !== undefined && saved !== ABSENT && domain.has(saved))
      return saved;
    const present = domain.intersect(known.present);
    const maintained = present.minus(this.deprecatedOf(known));
    return this.newest(maintained.isEmpty() ? present : maintained);
  }

  /** A state for a package that need not be there: an installed one stays, others only where wanted. */
  optional(
    known: KnownPackage,
    domain: VersionSet,
    wanted: VersionSet | undefined,
  ): number {
    const saved = this.saved.get(known);
    if (wanted)
      return saved && wanted.has(saved) ? saved : this.version(known, wanted);
    const { installed, options } = this.problem;
    const stays =
      installed.has(known.name) && !options.prune && saved !== ABSENT;
    return stays ? this.version(known, domain) : ABSENT;
  }

  /** The best state of a set by the strategy. */
  newest(states: VersionSet): number {
    return this.problem.options.strategy === 'lowest'
      ? states.lowest()
      : states.highest();
  }

  deprecatedOf(known: KnownPackage): VersionSet {
    let states = this.deprecated.get(known);
    if (!states) {
      states = known.where(facts => Boolean(facts.deprecated));
      this.deprecated.set(known, states);
    }
    return states;
  }

  /** Roots by name, then the others by name. */
  order(a: KnownPackage, b: KnownPackage): number {
    const { roots } = this.problem;
    return (
      Number(roots.has(b.name)) - Number(roots.has(a.name)) ||
      byName(a.name, b.name)
    );
  }
}
