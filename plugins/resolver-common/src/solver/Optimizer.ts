import { byName } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import { TimeIsUp, type Budget } from './Budget';
import type { CostCounter } from './CostCounter';
import { Incompatibility } from './Incompatibility';
import { Preferences } from './Preferences';
import { Search } from './Search';
import type { Selection } from './Support';
import { ABSENT, VersionSet } from './VersionSet';

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
  private best?: Selection;
  private search: Search;
  private triesBefore = 0;
  private readonly preferences: Preferences;
  /** Of the best solution, by the counter's name. */
  private counts = new Map<string, number>();
  /** Selected packages of the best solution that are not settled, in the order of preference. */
  private pending: KnownPackage[] = [];
  private settled: Settled[] = [];

  constructor(private readonly world: World, private readonly budget: Budget) {
    this.preferences = new Preferences(world.problem);
    rememberInstalled(world, this.preferences);
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
    if (!this.find()) return undefined;
    try {
      this.improve();
      this.optimal = true;
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
    }
    return this.best;
  }

  private improve() {
    this.search.costs.first.forEach(counter => this.minimize(counter));
    for (let next = this.pending.shift(); next; next = this.pending.shift())
      this.settle(next);
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
    if (!this.best!.has(known)) return;
    const { solver } = this.search;
    solver.settle();
    const better = this.better(known, solver.partial.domain(known));
    if (!better.isEmpty()) {
      this.find({
        variable: known,
        states: better,
        pick: states => this.preferences.newest(states),
      });
    }
    this.settleAt(known, VersionSet.only(known.size, this.best!.get(known)!));
  }

  private settleAt(known: KnownPackage, position: VersionSet) {
    const others = { variable: known, states: known.present.minus(position) };
    const fact = Incompatibility.create([others], { kind: 'cost' });
    this.settled.push({ known, fact });
    this.search.solver.add(fact);
    if (this.pending[0] === known) this.pending.shift();
  }

  private better(known: KnownPackage, domain: VersionSet): VersionSet {
    const position = this.best!.get(known)!;
    const { strategy } = this.world.problem.options;
    const states =
      strategy === 'lowest'
        ? VersionSet.range(known.size, 1, position)
        : VersionSet.range(known.size, position + 1, known.size);
    return domain.intersect(states);
  }

  /** A package showed up that comes before others that are settled: these have to wait until it is settled. */
  private rewind(known: KnownPackage) {
    this.settled = this.settled.filter(
      earlier => this.preferences.order(earlier.known, known) < 0,
    );
    this.triesBefore += this.search.solver.tries;
    this.search = this.newSearch();
    const { solver, costs } = this.search;
    const minima = costs.first.map(counter => this.countOf(counter));
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

  /** Only where alternatives of the same cost are left: by name, rather there than not. */
  private settlePresence() {
    const { solver } = this.search;
    solver.settle();
    const isSure = (known: KnownPackage) =>
      !solver.partial.domain(known).has(ABSENT);
    if (Array.from(this.best!.keys()).every(isSure)) return;
    for (const known of solver
      .knownPackages()
      .sort((a, b) => byName(a.name, b.name))) {
      if (!isSure(known)) this.preferPresent(known);
    }
  }

  private preferPresent(known: KnownPackage) {
    const { solver } = this.search;
    if (!this.best!.has(known)) {
      this.find({
        variable: known,
        states: known.present,
        pick: states => this.preferences.newest(states),
      });
    }
    const absent = VersionSet.only(known.size, ABSENT);
    const states = this.best!.has(known) ? absent : known.present;
    solver.add(
      Incompatibility.create([{ variable: known, states }], { kind: 'cost' }),
    );
    solver.settle();
  }

  private find(goal?: Parameters<Search['solver']['search']>[0]): boolean {
    const { solver, costs } = this.search;
    if (!solver.search(goal)) return false;
    this.best = solver.selection();
    this.counts = new Map(
      costs
        .counters()
        .map(counter => [counter.name, counter.countIn(solver.draft)]),
    );
    for (const known of solver.knownPackages()) {
      this.preferences.remember(known, this.best.get(known) ?? ABSENT);
    }
    const done = new Set(this.settled.map(entry => entry.known));
    this.pending = Array.from(this.best.keys()).filter(
      selected => !done.has(selected),
    );
    return true;
  }

  private countOf({ name }: CostCounter): number {
    return this.counts.get(name) ?? 0;
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
