import { byName, type Problem } from '../request/Problem';
import { TimeIsUp, type Budget } from '../solver/Budget';
import type { Incompatibility } from '../solver/Incompatibility';
import { Search, type Demanded } from '../solver/Search';
import type { VersionSolver } from '../solver/VersionSolver';
import type { Fix } from '../types';
import { World } from '../world/World';
import { Explanation } from './Explanation';
import { Fixes, type TryPatch } from './Fixes';
import { minimalConflict } from './Minimizer';
import { causesOf, hasMoreLeavesThan } from './proof';

/** A proof of more facts than this is told only after it was made smaller. */
const MOST_FACTS = 300;

/** Tells why a problem has no solution, and what would help. See docs/design/resolver.md, section 7. */
export class Refusal {
  /** The search that worked last. */
  solver?: VersionSolver;
  private demanded: Demanded;
  /** The proof that is told. */
  private failure: Incompatibility;
  /** Its own: ranges that other searches asked about are none of the conflict's. */
  private world: World;

  /** `first` is any proof that there is no solution. */
  constructor(
    private readonly problem: Problem,
    private readonly budget: Budget,
    first: Incompatibility,
  ) {
    this.failure = first;
    this.world = new World(problem);
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
      this.prove();
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
      if (hasMoreLeavesThan(this.failure, MOST_FACTS)) throw error;
    }
  }

  /** From whole packages: such a proof says of many versions at once what others say of one after the other. */
  private prove() {
    const world = new World({ ...this.problem, readWholeAfter: 0 });
    const failure = this.proof(this.demanded, world);
    if (!failure) return;
    this.world = world;
    this.failure = failure;
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
      this.blamed(part, { roots: new Map(part), kept }, rootsOf),
    );
    if (roots.length > 0) return { roots: new Map(roots), kept };
    const installed = minimalConflict(sorted(kept), part =>
      this.blamed(part, { roots: new Map(), kept: new Map(part) }, keptOf),
    );
    return { roots: new Map(), kept: new Map(installed) };
  }

  /** Those that the proof of what is demanded speaks of; undefined when it can be had. */
  private blamed(
    part: readonly Entry[],
    demanded: Demanded,
    namesOf: (failure: Incompatibility) => ReadonlySet<string>,
  ): Entry[] | undefined {
    const failure = this.proof(demanded, this.world);
    if (!failure) return undefined;
    this.failure = failure;
    // Should the time end now, this much is known.
    this.demanded = this.demandedBy(failure);
    const names = namesOf(failure);
    return part.filter(([name]) => names.has(name));
  }

  /** What a proof rests on. */
  private demandedBy(failure: Incompatibility): Demanded {
    const roots = causesOf(failure, 'root').map(
      ({ package: known, range }) => [known.name, range] as const,
    );
    return { roots: new Map(roots), kept: this.world.kept };
  }

  /** Why these cannot be had together; undefined when they can. */
  private proof(demanded: Demanded, world: World): Incompatibility | undefined {
    const solver = Search.feasibility(world, demanded, this.budget);
    this.solver = solver;
    return solver.search() ? undefined : solver.failure;
  }
}

/** Package name to range or version. */
type Entry = readonly [string, string];

/** The roots that a proof rests on. */
function rootsOf(failure: Incompatibility): ReadonlySet<string> {
  return new Set(causesOf(failure, 'root').map(cause => cause.package.name));
}

/** The installed packages that have to stay, of those that a proof rests on. */
function keptOf(failure: Incompatibility): ReadonlySet<string> {
  const removals = causesOf(failure, 'exclusion').filter(
    ({ reason }) => reason === 'removal',
  );
  return new Set(removals.map(cause => cause.package.name));
}

function sorted(map: ReadonlyMap<string, string>): Entry[] {
  return Array.from(map).sort(([a], [b]) => byName(a, b));
}
