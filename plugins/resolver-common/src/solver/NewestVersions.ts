import type { KnownPackage } from '../world/KnownPackage';
import { Agenda } from './Agenda';
import type { CountMinimizer } from './CountMinimizer';
import { StateGoal } from './Goal';
import { Incompatibility } from './Incompatibility';
import type { Pursuit } from './Pursuit';
import { VersionSet } from './VersionSet';

/** Conflicts after which a solution is looked for elsewhere. */
const FIRST_PATIENCE = 4;

/** A state that is settled: the package is at this version or absent. */
interface Settled {
  known: KnownPackage;
  fact: Incompatibility;
}

/** Brings packages to their newest versions (or oldest, by strategy), one after the other. See docs/design/resolver.md, section 6. */
export class NewestVersions {
  /** Selected packages of the best solution that are not settled. */
  private readonly pending: Agenda<KnownPackage>;
  /** In the order of preference. */
  private readonly settled: Settled[] = [];
  private readonly isSettled = new Set<KnownPackage>();

  constructor(
    private readonly pursuit: Pursuit,
    private readonly counts: CountMinimizer,
  ) {
    const { preferences } = pursuit;
    this.pending = new Agenda((a, b) => preferences.order(a, b));
    pursuit.onSelected = known => this.selected(known);
  }

  settleAll() {
    for (let next = this.pending.first(); next; next = this.pending.first())
      this.settle(next);
  }

  private selected(known: KnownPackage) {
    if (!this.pursuit.best.has(known)) this.pending.remove(known);
    else if (!this.isSettled.has(known)) this.pending.put(known, 0);
  }

  private settle(known: KnownPackage) {
    const { best } = this.pursuit;
    const last = this.settled.at(-1);
    if (last && this.isBefore(known, last.known)) this.rewind(known);
    if (!best.has(known)) return;
    const { solver } = this.pursuit;
    solver.settle();
    const better = this.better(known, solver.partial.domain(known));
    if (!better.isEmpty()) this.lookFor(known, better);
    this.settleAt(known, VersionSet.only(known.size, best.state(known)));
  }

  /**
   * Near the best solution first. Where that leads to trouble, the solution may be far from it: another sketch is drawn then, with the
   * package where it should be, and each gets twice the time of the one before. Where whole packages were read, the search finds its way.
   */
  private lookFor(known: KnownPackage, better: VersionSet) {
    const { pursuit } = this;
    const { solver } = pursuit;
    const term = { variable: known, states: better };
    const pick = (states: VersionSet) => pursuit.newest(states);
    let sketches = 0;
    const goal = () => new StateGoal(term, pick, this.patience(sketches));
    while (!pursuit.find(goal()) && solver.isGivenUp) {
      sketches++;
      solver.settle();
      const left = better.intersect(solver.partial.domain(known));
      if (left.isEmpty()) break;
      pursuit.sketchAround(known, pick(left));
    }
    if (sketches > 0) pursuit.preferBest();
  }

  private patience(sketches: number): number {
    return this.pursuit.solver.hasReadWhole
      ? Infinity
      : FIRST_PATIENCE * 2 ** sketches;
  }

  private settleAt(known: KnownPackage, position: VersionSet) {
    const others = { variable: known, states: known.present.minus(position) };
    const fact = Incompatibility.create([others], { kind: 'cost' });
    this.settled.push({ known, fact });
    this.isSettled.add(known);
    this.pursuit.solver.add(fact);
    this.pending.remove(known);
  }

  private better(known: KnownPackage, domain: VersionSet): VersionSet {
    const { best, world } = this.pursuit;
    const position = best.state(known);
    const states =
      world.problem.options.strategy === 'lowest'
        ? VersionSet.range(known.size, 1, position)
        : VersionSet.range(known.size, position + 1, known.size);
    return domain.intersect(states);
  }

  /** A package showed up that comes before others that are settled: these have to wait until it is settled. */
  private rewind(known: KnownPackage) {
    const { pursuit, counts } = this;
    const minima = pursuit.costs.first.map(counter => pursuit.countOf(counter));
    this.unsettle(known);
    pursuit.renew();
    const { solver, costs } = pursuit;
    costs.first.forEach((counter, index) => counter.limit(minima[index]!));
    this.settled.forEach(({ fact }) => solver.add(fact));
    pursuit.findPresent(known);
    costs.first.forEach((counter, index) =>
      counts.bound(counter, minima[index]!),
    );
  }

  /** Nothing is settled that comes after the package. */
  private unsettle(known: KnownPackage) {
    for (
      let last = this.settled.at(-1);
      last && this.isBefore(known, last.known);
      last = this.settled.at(-1)
    ) {
      this.settled.pop();
      this.isSettled.delete(last.known);
      this.selected(last.known);
    }
  }

  private isBefore(known: KnownPackage, other: KnownPackage): boolean {
    return this.pursuit.preferences.order(known, other) < 0;
  }
}
