import { byName } from '../request/Problem';
import { TimeIsUp, type Budget } from '../solver/Budget';
import type { Incompatibility } from '../solver/Incompatibility';
import { Search, type Demanded } from '../solver/Search';
import type { VersionSolver } from '../solver/VersionSolver';
import type { Fix } from '../types';
import type { World } from '../world/World';
import { Explanation } from './Explanation';
import { Fixes, type TryPatch } from './Fixes';
import { minimalConflict } from './Minimizer';
import { causesOf, leavesOf } from './proof';

/** A proof of more facts than this is told only after it was made smaller. */
const MOST_FACTS = 300;

/** Tells why a problem has no solution, and what would help. See docs/design/resolver.md, section 7. */
export class Refusal {
  /** The search that worked last. */
  solver?: VersionSolver;
  private demanded: Demanded;
  private failure: Incompatibility;

  /** `first` is any proof that there is no solution. */
  constructor(
    private readonly world: World,
    private readonly budget: Budget,
    first: Incompatibility,
  ) {
    this.failure = first;
    this.demanded = this.demandedBy(first);
  }

  get conflict(): Record<string, string> {
    const { roots, kept } = this.demanded;
    return Object.fromEntries(roots.size > 0 ? roots : kept);
  }

  /** Makes the conflict a smallest one. Without the time for it, a short proof is told as it is; a long one helps nobody. */
  minimize() {
    try {
      this.demanded = this.smallest(this.demanded);
      this.failure = this.proof(this.demanded) ?? this.failure;
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
      if (leavesOf(this.failure).length > MOST_FACTS) throw error;
    }
  }

  explanation(): string {
    return new Explanation(this.world, this.failure).text();
  }

  fixes(tryPatch: TryPatch): Fix[] {
    return new Fixes(tryPatch, this.budget).list({
      world: this.world,
      failure: this.failure,
      conflict: this.demanded.roots,
    });
  }

  /** Roots alone, if they cannot be met whatever is installed; else with the installed packages that have to stay. */
  private smallest(demanded: Demanded): Demanded {
    const { kept } = this.world;
    const roots = minimalConflict(sorted(demanded.roots), part =>
      this.isPossible({ roots: new Map(part), kept }),
    );
    if (roots.length > 0) return { roots: new Map(roots), kept };
    const installed = minimalConflict(sorted(kept), part =>
      this.isPossible({ roots: new Map(), kept: new Map(part) }),
    );
    return { roots: new Map(), kept: new Map(installed) };
  }

  /** What a proof rests on. */
  private demandedBy(failure: Incompatibility): Demanded {
    const roots = causesOf(failure, 'root').map(
      ({ package: known, range }) => [known.name, range] as const,
    );
    return { roots: new Map(roots), kept: this.world.kept };
  }

  private isPossible(demanded: Demanded): boolean {
    return this.proof(demanded) === undefined;
  }

  /** Why these cannot be had together; undefined when they can. */
  private proof(demanded: Demanded): Incompatibility | undefined {
    const solver = Search.feasibility(this.world, demanded, this.budget);
    this.solver = solver;
    return solver.search() ? undefined : solver.failure;
  }
}

function sorted(map: ReadonlyMap<string, string>): Array<[string, string]> {
  return Array.from(map).sort(([a], [b]) => byName(a, b));
}
