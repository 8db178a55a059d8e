import { byName } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import type { Budget } from './Budget';
import { Costs } from './Costs';
import { PackageLister } from './PackageLister';
import { PartialSolution } from './PartialSolution';
import { Preferences } from './Preferences';
import { Sketch, type Place } from './Sketch';
import { Support } from './Support';
import { VersionSolver } from './VersionSolver';

/** A solver with all that a problem says, and the counters of its costs. */
export class Search {
  private constructor(
    private readonly world: World,
    private readonly preferences: Preferences,
    readonly solver: VersionSolver,
    readonly costs: Costs,
  ) {}

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
    const lister = new PackageLister(world, problem.roots, world.kept);
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
    return new Search(world, preferences, solver, costs);
  }

  /** Takes a guess of the whole as what to prefer. */
  sketch() {
    this.prefer(sketch => sketch, []);
  }

  /** The same, with a package in a version. */
  sketchAround(place: Place) {
    const demands = this.world.demandsOf(place.known, place.version);
    const targets = demands.map(({ target }) => target);
    this.prefer(sketch => sketch.around(place), targets);
  }

  private prefer(begin: (sketch: Sketch) => Sketch, first: KnownPackage[]) {
    const { world, preferences, solver } = this;
    if (!solver.settle()) return;
    const roots = Array.from(world.problem.roots.keys(), name =>
      world.package(name),
    ).sort((a, b) => preferences.order(a, b));
    begin(new Sketch(world, preferences, solver.partial))
      .draw([...first, ...roots])
      .forEach((position, known) => preferences.remember(known, position));
  }

  /**
   * For some of the roots and some of the packages that have to stay, without a thought for what is best. What is in `ground` may be
   * there without being asked for.
   */
  static feasibility(
    world: World,
    { roots, kept }: Demanded,
    budget: Budget,
    preferences = new Preferences(world.problem),
    ground: ReadonlyMap<string, string> = roots,
  ): VersionSolver {
    const lister = new PackageLister(world, roots, kept);
    const solver = new VersionSolver(
      lister,
      preferences,
      new Support(world, ground),
      budget,
    );
    start(solver, lister);
    Array.from(kept.keys())
      .sort(byName)
      .forEach(name => solver.consider(world.package(name)));
    return solver;
  }
}

/** Package name to the range asked for, or to the installed version. */
export interface Demanded {
  roots: ReadonlyMap<string, string>;
  /** Packages that have to stay, where none may be removed. */
  kept: ReadonlyMap<string, string>;
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
