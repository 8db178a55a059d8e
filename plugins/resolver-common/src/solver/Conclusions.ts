import type { Reason } from './Assignment';
import type { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';
import type { VersionSet } from './VersionSet';

/** What was concluded and not followed up yet: domains that got smaller, or a conflict. See docs/design/resolver.md, section 3. */
export class Conclusions {
  /** The fact that the partial solution violates. */
  conflict?: Incompatibility;
  /** Variables whose domain got smaller, oldest first; once each. */
  private changed: Variable[] = [];
  private next = 0;
  private readonly isChanged = new VariableMap<boolean>();
  /** Where the trail has their domains before. */
  private readonly before = new VariableMap<number>();

  /** `onAssigned` is told whose domain got smaller. */
  constructor(
    readonly partial: PartialSolution,
    private readonly onAssigned: (variable: Variable) => void,
  ) {}

  /** To be called when the domain got smaller. */
  assigned(variable: Variable) {
    if (!this.isChanged.get(variable)) {
      this.isChanged.set(variable, true);
      this.changed.push(variable);
      this.before.set(variable, this.partial.trail.before(variable));
    }
    this.onAssigned(variable);
  }

  /** The next variable to follow up. Undefined: there is none, or there is a conflict. */
  takeNext(): Variable | undefined {
    if (this.conflict || this.next >= this.changed.length) return undefined;
    const variable = this.changed[this.next++]!;
    this.isChanged.set(variable, false);
    return variable;
  }

  /** Where the trail has the domain as it was before it changed. The variable must be the one taken last. */
  domainBefore(variable: Variable): number {
    return this.before.get(variable)!;
  }

  /** The one term that may not hold must fail, unless it has failed. */
  conclude(fact: Incompatibility, open: Term | undefined) {
    if (!open || this.partial.holds(open)) this.conflict ??= fact;
    else if (!this.partial.fails(open)) {
      this.partial.derive(open, fact);
      this.assigned(open.variable);
    }
  }

  /** States of the domain are lost. */
  lose(variable: Variable, states: VersionSet, reason: Reason) {
    if (this.partial.domains.isWithin(variable, states)) {
      const domain = this.partial.domain(variable);
      this.conflict ??= reason.because(variable, domain);
      return;
    }
    this.partial.derive({ variable, states }, reason);
    this.assigned(variable);
  }

  forgetChanges() {
    this.changed.forEach(variable => this.isChanged.set(variable, false));
    this.changed = [];
    this.next = 0;
  }
}
