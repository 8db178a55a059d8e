import type { KnownPackage } from '../world/KnownPackage';
import type { Demand, World } from '../world/World';
import type { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import { VersionSet } from './VersionSet';

/** A package in a version. */
export interface Place {
  known: KnownPackage;
  version: number;
}

/** A package whose targets are being sketched. */
interface Visit {
  known: KnownPackage;
  demands: readonly Demand[];
  next: number;
}

/**
 * A guess of a whole solution, by one walk without a look back: targets come before those that ask for them, each at the best
 * version that fits with what is there. See docs/design/resolver.md, section 3.
 */
export class Sketch {
  private readonly states = new Map<KnownPackage, number>();
  private isFresh = false;
  private readonly visited = new Set<KnownPackage>();
  /** What the packages that were sketched accept of those that were not. */
  private readonly asked = new Map<KnownPackage, VersionSet>();

  constructor(
    private readonly world: World,
    private readonly preferences: Preferences,
    private readonly partial: PartialSolution,
  ) {}

  /** Begins with the package in this version. What was preferred so far does not count any more, but for what is installed. */
  around({ known, version }: Place): this {
    this.isFresh = true;
    this.visited.add(known);
    this.states.set(known, version);
    this.world.demandsOf(known, version).forEach(demand => this.ask(demand));
    return this;
  }

  /** The packages that the walk meets from these on, and their states. */
  draw(start: readonly KnownPackage[]): ReadonlyMap<KnownPackage, number> {
    for (const known of start) this.walk(known);
    return this.states;
  }

  /** Depth first, without recursion: chains may be long. */
  private walk(start: KnownPackage) {
    const path: Visit[] = [];
    this.enter(path, start);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const demand = visit.demands[visit.next++];
      if (demand) this.enter(path, demand.target);
      else {
        path.pop();
        this.leave(path, visit.known);
      }
    }
  }

  /** What the best version demands comes before the package. */
  private enter(path: Visit[], known: KnownPackage) {
    if (known.isHost || this.visited.has(known)) return;
    this.visited.add(known);
    const candidates = this.candidates(known);
    if (candidates.isEmpty()) return;
    const best = this.preferences.newest(candidates);
    path.push({ known, demands: this.world.demandsOf(known, best), next: 0 });
  }

  /** The version that fits may demand others than the best one: these come after the package. */
  private leave(path: Visit[], known: KnownPackage) {
    if (this.states.has(known)) return;
    const position = this.choose(known);
    this.states.set(known, position);
    const demands = this.world.demandsOf(known, position);
    demands.forEach(demand => this.ask(demand));
    path.push({ known, demands, next: 0 });
  }

  /** The best version that fits, or else the best one. */
  private choose(known: KnownPackage): number {
    const candidates = this.candidates(known);
    const best = this.preferences.newest(candidates);
    let position = best;
    for (let left = candidates; position >= 0; ) {
      if (this.fits(known, position)) return position;
      left = left.minus(VersionSet.only(known.size, position));
      position = this.preferences.newest(left);
    }
    return best;
  }

  private ask({ target, accepted }: Demand) {
    const asked = this.asked.get(target);
    const isAgreed = asked?.overlaps(accepted);
    this.asked.set(target, isAgreed ? asked!.intersect(accepted) : accepted);
  }

  private fits(known: KnownPackage, position: number): boolean {
    return this.world
      .demandsOf(known, position)
      .every(({ target, accepted }) => {
        const state = this.states.get(target);
        return state === undefined
          ? this.partial.domains.overlaps(target, accepted)
          : accepted.has(state);
      });
  }

  /** The versions that may be. What is installed stays where that is possible. */
  private candidates(known: KnownPackage): VersionSet {
    const domain = this.partial.domain(known);
    const saved = this.preferences.saved(known);
    if (saved && domain.has(saved) && this.isPreferred(known))
      return VersionSet.only(known.size, saved);
    const asked = this.asked.get(known);
    return this.preferences.maintained(
      known,
      asked?.overlaps(domain) ? asked.intersect(domain) : domain,
    );
  }

  private isPreferred({ name }: KnownPackage): boolean {
    return !this.isFresh || this.world.problem.installed.has(name);
  }
}
