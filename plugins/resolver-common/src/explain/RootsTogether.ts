import { byName } from '../request/Problem';
import type { Budget } from '../solver/Budget';
import { StateGoal } from '../solver/Goal';
import { Incompatibility } from '../solver/Incompatibility';
import { Preferences } from '../solver/Preferences';
import { Search } from '../solver/Search';
import type { VersionSolver } from '../solver/VersionSolver';
import type { VersionSet } from '../solver/VersionSet';
import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';

/** A root that is that hard to fit in is taken for one that does not. */
const PATIENCE = 30;

/** What has to change of a request so that the rest of it has a solution. */
export interface Concessions {
  /** Roots that can be had in another version only. */
  moved: string[];
  /** Roots that cannot be had in any. */
  dropped: string[];
}

/**
 * Takes the roots in one by one, as asked for, else in any version, else not at all, each beside those that are in already. What is
 * learned about one serves for all that follow, so that many separate conflicts cost little more than one. The result is as large as
 * it can be made by adding: none of the roots left out goes with the others (a maximal satisfiable subset, found by linear search).
 * See docs/design/resolver.md, section 7.
 */
export class RootsTogether {
  private readonly preferences: Preferences;
  private readonly solver: VersionSolver;

  constructor(private readonly world: World, budget: Budget) {
    const { roots } = world.problem;
    this.preferences = new Preferences(world.problem);
    this.solver = Search.feasibility(
      world,
      { roots: new Map(), kept: world.kept },
      budget,
      this.preferences,
      roots,
    );
  }

  /** Undefined: there is no solution without any of the roots. Throws when the time is up. */
  find(): Concessions | undefined {
    if (!this.solver.search()) return undefined;
    const dropped: string[] = [];
    const moved: string[] = [];
    for (const [name, range] of this.roots()) {
      const known = this.world.package(name);
      if (this.takeIn(known, this.world.accepted(known, range))) continue;
      if (this.takeIn(known, known.present)) moved.push(name);
      else dropped.push(name);
    }
    return { moved, dropped };
  }

  private roots(): Array<[string, string]> {
    return Array.from(this.world.problem.roots).sort(([a], [b]) =>
      byName(a, b),
    );
  }

  /** Whether the package goes with what is in already, in one of these versions. From now on it is in, or it is not. */
  private takeIn(known: KnownPackage, states: VersionSet): boolean {
    const { solver } = this;
    const isPossible =
      !states.isEmpty() &&
      solver.search(
        new StateGoal(
          { variable: known, states },
          left => this.preferences.version(known, left),
          PATIENCE,
        ),
      );
    if (!isPossible) return false;
    solver.add(
      Incompatibility.create(
        [{ variable: known, states: states.complement() }],
        { kind: 'cost' },
      ),
    );
    for (const other of solver.knownPackages())
      this.preferences.remember(other, solver.draft.state(other));
    return true;
  }
}
