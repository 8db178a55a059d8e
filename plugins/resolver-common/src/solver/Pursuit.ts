import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import { BestSolution } from './BestSolution';
import type { Budget } from './Budget';
import type { CostCounter } from './CostCounter';
import type { Costs } from './Costs';
import { StateGoal, type Goal } from './Goal';
import { Preferences } from './Preferences';
import { Search } from './Search';
import type { VersionSolver } from './VersionSolver';
import type { VersionSet } from './VersionSet';

/** Searches for ever better solutions, and the best one found so far. */
export class Pursuit {
  readonly best = new BestSolution();
  readonly preferences: Preferences;
  /** Told which packages came into the best solution or left it. */
  onSelected: (known: KnownPackage) => void = () => {};
  private search: Search;
  private triesBefore = 0;
  /** The solver of the best solution: only what moved since has to be looked at. */
  private followed?: VersionSolver;

  constructor(readonly world: World, private readonly budget: Budget) {
    this.preferences = new Preferences(world.problem);
    rememberInstalled(world, this.preferences);
    this.search = this.newSearch();
  }

  get tries(): number {
    return this.triesBefore + this.solver.tries;
  }

  get solver(): VersionSolver {
    return this.search.solver;
  }

  get costs(): Costs {
    return this.search.costs;
  }

  /** The first solution. False: there is none. */
  begin(): boolean {
    this.search.sketch();
    return this.find();
  }

  /** Whether there is a solution that reaches the goal: it is the best one then. */
  find(goal?: Goal): boolean {
    const { solver } = this;
    if (!solver.search(goal)) return false;
    const moved = solver.takeMoved();
    const told =
      this.followed === solver
        ? moved
        : [...this.best.packages(), ...solver.knownPackages()];
    this.followed = solver;
    told.forEach(known => this.take(known, solver.draft.state(known)));
    return true;
  }

  findPresent(known: KnownPackage) {
    const term = { variable: known, states: known.present };
    this.find(new StateGoal(term, states => this.newest(states)));
  }

  newest(states: VersionSet): number {
    return this.preferences.newest(states);
  }

  /** In the best solution. */
  countOf(counter: CostCounter): number {
    return counter.countIn(this.best);
  }

  /** What is preferred is drawn anew around a package in a version. */
  sketchAround(known: KnownPackage, version: number) {
    this.search.sketchAround({ known, version });
  }

  /** What is preferred is the best solution again. */
  preferBest() {
    for (const known of this.solver.knownPackages())
      this.preferences.remember(known, this.best.state(known));
  }

  /** Begins a new search, in which nothing is settled. */
  renew() {
    this.triesBefore += this.solver.tries;
    this.search = this.newSearch();
  }

  private take(known: KnownPackage, state: number) {
    const wasThere = this.best.has(known);
    this.preferences.remember(known, state);
    this.best.set(known, state);
    if (this.best.has(known) !== wasThere) this.onSelected(known);
  }

  private newSearch(): Search {
    return Search.create(this.world, this.preferences, this.budget);
  }
}

/** What should not move starts where it is. */
function rememberInstalled(world: World, preferences: Preferences) {
  const { installed, update } = world.problem;
  for (const [name, version] of installed) {
    const known = world.package(name);
    const position = known.isHost ? undefined : known.positionOf(version);
    if (position && !update.has(name)) preferences.remember(known, position);
  }
}
