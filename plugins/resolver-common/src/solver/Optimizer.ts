import { byName } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import { Agenda } from './Agenda';
import { BestSolution } from './BestSolution';
import { TimeIsUp, type Budget } from './Budget';
import type { CostCounter } from './CostCounter';
import { Incompatibility } from './Incompatibility';
import { Preferences } from './Preferences';
import { Search } from './Search';
import type { Selection } from './Support';
import type { VersionSolver } from './VersionSolver';
import { ABSENT, VersionSet } from './VersionSet';

/** Conflicts after which a solution is looked for elsewhere. */
const FIRST_PATIENCE = 4;

/** A state that is settled: the package is at this version or absent. */
interface Settled {
  known: KnownPackage;
  fact: Incompatibility;
}

/**
 * Finds a solution and proves, criterion by criterion, that none is better. See docs/design/resolver.md, section 6.
 */
export class Optimizer {
  /** Whether the proof came to its end. */
  optimal = false;
  private readonly best = new BestSolution();
  private search: Search;
  private triesBefore = 0;
  private readonly preferences: Preferences;
  /** Selected packages of the best solution that are not settled. */
  private readonly pending: Agenda<KnownPackage>;
  /** In the order of preference. */
  private settled: Settled[] = [];
  private readonly isSettled = new Set<KnownPackage>();
  /** The solver of the best solution: only what moved since has to be looked at. */
  private followed?: VersionSolver;

  constructor(private readonly world: World, private readonly budget: Budget) {
    this.preferences = new Preferences(world.problem);
    rememberInstalled(world, this.preferences);
    this.pending = new Agenda((a, b) => this.preferences.order(a, b));
    this.search = this.newSearch();
  }

  get tries(): number {
    return this.triesBefore + this.search.solver.tries;
  }

  /** How far the search came. */
  get solver() {
    return this.search.solver;
  }

  /** Undefined: there is no solution. Throws when the time is up before one was found. */
  run(): Selection | undefined {
    this.search.sketch();
    if (!this.find()) return undefined;
    try {
      this.improve();
      this.optimal = true;
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
    }
    return this.best.selection;
  }

  private improve() {
    this.search.costs.first.forEach(counter => this.minimize(counter));
    for (let next = this.pending.first(); next; next = this.pending.first()) {
      this.settle(next);
    }
    this.minimize(this.search.costs.added);
    this.settlePresence();
  }

  private minimize(counter: CostCounter) {
    const { solver } = this.search;
    const count = this.countOf(counter);
    const variable = counter.limit(count);
    solver.settle();
    if (counter.count < count) {
      const states = VersionSet.range(variable.size, 0, count);
      this.find({ variable, states, pick: fewer => fewer.lowest() });
    }
    this.bound(counter, this.countOf(counter));
  }

  /** At most this many from now on. If they are certain already, none besides. */
  private bound(counter: CostCounter, count: number) {
    const { solver } = this.search;
    counter.limit(count);
    solver.settle();
    if (counter.count < count) return;
    counter
      .excess()
      .forEach(event =>
        solver.add(Incompatibility.create(event, { kind: 'cost' })),
      );
  }

  private settle(known: KnownPackage) {
    const last = this.settled[this.settled.length - 1];
    if (last && this.preferences.order(known, last.known) < 0)
      this.rewind(known);
    if (!this.best.has(known)) return;
    const { solver } = this.search;
    solver.settle();
    const better = this.better(known, solver.partial.domain(known));
    if (!better.isEmpty()) this.lookFor(known, better);
    this.settleAt(known, VersionSet.only(known.size, this.best.state(known)));
  }

  /**
   * Near the best solution first. Where that leads to trouble, the solution may be far from it: another sketch is drawn then, with the
   * package where it should be, and each gets twice the time of the one before. Where whole packages were read, the search finds its way.
   */
  private lookFor(known: KnownPackage, better: VersionSet) {
    const { solver } = this.search;
    const pick = (states: VersionSet) => this.preferences.newest(states);
    const goal = { variable: known, states: better, pick };
    let sketches = 0;
    const patience = () =>
      solver.hasReadWhole ? Infinity : FIRST_PATIENCE * 2 ** sketches;
    while (!this.find({ ...goal, patience: patience() }) && solver.isGivenUp) {
      sketches++;
      solver.settle();
      const left = better.intersect(solver.partial.domain(known));
      if (left.isEmpty()) break;
      this.search.sketchAround({ known, version: pick(left) });
    }
    if (sketches > 0) this.preferBest();
  }

  private preferBest() {
    for (const known of this.search.solver.knownPackages())
      this.preferences.remember(known, this.best.state(known));
  }

  private settleAt(known: KnownPackage, position: VersionSet) {
    const others = { variable: known, states: known.present.minus(position) };
    const fact = Incompatibility.create([others], { kind: 'cost' });
    this.settled.push({ known, fact });
    this.isSettled.add(known);
    this.search.solver.add(fact);
    this.pending.remove(known);
  }

  private better(known: KnownPackage, domain: VersionSet): VersionSet {
    const position = this.best.state(known);
    const { strategy } = this.world.problem.options;
    const states =
      strategy === 'lowest'
        ? VersionSet.range(known.size, 1, position)
        : VersionSet.range(known.size, position + 1, known.size);
    return domain.intersect(states);
  }

  /** A package showed up that comes before others that are settled: these have to wait until it is settled. */
  private rewind(known: KnownPackage) {
    const minima = this.search.costs.first.map(counter =>
      this.countOf(counter),
    );
    this.unsettle(known);
    this.triesBefore += this.search.solver.tries;
    this.search = this.newSearch();
    const { solver, costs } = this.search;
    costs.first.forEach((counter, index) => counter.limit(minima[index]!));
    this.settled.forEach(({ fact }) => solver.add(fact));
    this.find({
      variable: known,
      states: known.present,
      pick: states => this.preferences.newest(states),
    });
    costs.first.forEach((counter, index) =>
      this.bound(counter, minima[index]!),
    );
  }

  /** Nothing is settled that comes after the package. */
  private unsettle(known: KnownPackage) {
    for (
      let last = this.settled.at(-1);
      last && this.preferences.order(known, last.known) < 0;
      last = this.settled.at(-1)
    ) {
      this.settled.pop();
      this.isSettled.delete(last.known);
      if (this.best.has(last.known)) this.pending.put(last.known, 0);
    }
  }

  /** Only where alternatives of the same cost are left: by name, rather there than not. */
  private settlePresence() {
    const { solver } = this.search;
    solver.settle();
    const isSure = (known: KnownPackage) =>
      !solver.partial.domains.has(known, ABSENT);
    if (this.best.packages().every(isSure)) return;
    for (const known of solver
      .knownPackages()
      .sort((a, b) => byName(a.name, b.name))) {
      if (!isSure(known)) this.preferPresent(known);
    }
  }

  private preferPresent(known: KnownPackage) {
    const { solver } = this.search;
    if (!this.best.has(known)) {
      this.find({
        variable: known,
        states: known.present,
        pick: states => this.preferences.newest(states),
      });
    }
    const absent = VersionSet.only(known.size, ABSENT);
    const states = this.best.has(known) ? absent : known.present;
    solver.add(
      Incompatibility.create([{ variable: known, states }], { kind: 'cost' }),
    );
    solver.settle();
  }

  private find(goal?: Parameters<Search['solver']['search']>[0]): boolean {
    const { solver } = this.search;
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

  /** The best solution has the package in this state now. */
  private take(known: KnownPackage, state: number) {
    const isNew = !this.best.has(known);
    this.preferences.remember(known, state);
    this.best.set(known, state);
    if (state === ABSENT) this.pending.remove(known);
    else if (isNew && !this.isSettled.has(known)) this.pending.put(known, 0);
  }

  private countOf(counter: CostCounter): number {
    return counter.countIn(this.best);
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
