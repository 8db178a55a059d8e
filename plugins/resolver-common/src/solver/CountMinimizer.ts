import { Assumptions } from './Assumptions';
import type { CostCounter, CostVariable } from './CostCounter';
import { StateGoal } from './Goal';
import { Incompatibility } from './Incompatibility';
import type { Pursuit } from './Pursuit';
import { VersionSet } from './VersionSet';

/** Brings counts of what a solution should avoid down to the least. See docs/design/resolver.md, section 6. */
export class CountMinimizer {
  constructor(private readonly pursuit: Pursuit) {}

  /** From now on the count is the least. */
  minimize(counter: CostCounter) {
    const count = this.pursuit.countOf(counter);
    const variable = counter.limit(count);
    this.pursuit.solver.settle();
    if (counter.count < count) this.lower(counter, variable);
    this.bound(counter, this.pursuit.countOf(counter));
  }

  /** At most this many from now on. If they are certain already, none besides. */
  bound(counter: CostCounter, count: number) {
    const { solver } = this.pursuit;
    counter.limit(count);
    solver.settle();
    if (counter.count < count) return;
    counter
      .excess()
      .forEach(event =>
        solver.add(Incompatibility.create(event, { kind: 'cost' })),
      );
  }

  private lower(counter: CostCounter, variable: CostVariable) {
    const least = this.leastOf(counter);
    const count = this.pursuit.countOf(counter);
    if (least >= count) return;
    const states = VersionSet.range(variable.size, least, count);
    const goal = new StateGoal({ variable, states }, left => left.lowest());
    this.pursuit.find(goal);
  }

  /**
   * At least so many events happen: those that are certain, and one of each set of events of which not all can be avoided. The sets have no
   * event in common (disjoint cores: see Morgado et al., 2013). The best solution has few more: its other events are in the sets, too.
   */
  private leastOf(counter: CostCounter): number {
    const { pursuit } = this;
    let least = counter.count;
    let avoided = counter.avoidable();
    while (avoided && least < pursuit.countOf(counter)) {
      const goal = new Assumptions(avoided);
      if (pursuit.find(goal)) return least;
      const core = this.coreOf(goal);
      avoided = avoided.filter(({ variable }) => !core.has(variable));
      least++;
    }
    return least;
  }

  /** The variables of assumptions that cannot hold together. */
  private coreOf(lost: Assumptions) {
    const { solver } = this.pursuit;
    const term = lost.next(solver.partial)!;
    return new Set(solver.decidedAgainst(term)).add(term.variable);
  }
}
