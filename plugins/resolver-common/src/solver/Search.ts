import { byName } from '../request/Problem';
import type { World } from '../world/World';
import type { Budget } from './Budget';
import { Costs } from './Costs';
import { PackageLister } from './PackageLister';
import { PartialSolution } from './PartialSolution';
import { Preferences } from './Preferences';
import { Support } from './Support';
import { VersionSolver } from './VersionSolver';

/** A solver with all that a problem says, and the counters of its costs. */
export class Search {
  private constructor(readonly solver: VersionSolver, readonly costs: Costs) {}

  /** For the whole problem. */
  static create(
    world: World,
    preferences: Preferences,
    budget: Budget,
  ): Search {
    const { problem } = world;
    const partial = new PartialSolution();
    const costs = new Costs(world, partial);
    const support = new Support(world, problem.roots);
    const lister = new PackageLister(world, problem.roots);
    const solver = new VersionSolver(
      lister,
      preferences,
      support,
      budget,
      partial,
      costs,
    );
    start(solver, lister);
    installedNames(world).forEach(name => solver.consider(world.package(name)));
    if (problem.options.prune)
      support.pruneFormulas().forEach(fact => solver.add(fact));
    return new Search(solver, costs);
  }

  /** For some of the roots, without a thought for what is best: installed packages matter only where they must stay. */
  static feasibility(
    world: World,
    roots: ReadonlyMap<string, string>,
    budget: Budget,
  ): VersionSolver {
    const { options } = world.problem;
    const support = new Support(world, roots);
    const lister = new PackageLister(world, roots);
    const solver = new VersionSolver(
      lister,
      new Preferences(world.problem),
      support,
      budget,
    );
    start(solver, lister);
    if (!options.allowRemove && !options.prune) {
      installedNames(world).forEach(name =>
        solver.consider(world.package(name)),
      );
    }
    return solver;
  }
}

function start(solver: VersionSolver, lister: PackageLister) {
  lister.rootFacts().forEach(fact => solver.add(fact));
}

/** Installed packages that the host does not provide itself. */
function installedNames({ problem }: World): string[] {
  return Array.from(problem.installed.keys())
    .filter(name => !problem.host.has(name))
    .sort(byName);
}
