import type { Assignment } from './Assignment';
import type { Budget } from './Budget';
import { Derivation, type Resolvent } from './Derivation';
import { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import type { Term, Variable } from './Term';
import type { VersionSet } from './VersionSet';

/** A term that holds, and the assignment that made it hold. */
interface HeldTerm extends Term {
  satisfier: Assignment;
}

/** The term that came to hold last, and the level at which all others held. */
export interface Youngest {
  term: HeldTerm;
  others: number;
}

/**
 * An incompatibility that the partial solution violates, while it is resolved with the causes of the violation. It is changed in
 * place: conflicts are what a search spends its time on. See docs/design/resolver.md, section 3.
 */
export class OpenConflict {
  private terms: HeldTerm[];
  private readonly resolvents: Resolvent[] = [];

  constructor(
    private readonly conflict: Incompatibility,
    private readonly partial: PartialSolution,
  ) {
    this.terms = conflict.terms.map(term => this.held(term));
  }

  /** Undefined when no term is left: nothing can hold. */
  youngest(): Youngest | undefined {
    let term = this.terms[0];
    if (!term) return undefined;
    let others = 0;
    for (let index = 1; index < this.terms.length; index++) {
      const other = this.terms[index]!;
      const isYounger = other.satisfier.index > term.satisfier.index;
      others = Math.max(others, (isYounger ? term : other).satisfier.level);
      if (isYounger) term = other;
    }
    return { term, others };
  }

  /** The variables of the decisions that it rests on, when nothing derived is left of it. */
  decided(budget: Budget): Variable[] {
    for (let term = this.derived(); term; term = this.derived()) {
      budget.check();
      const cause = this.partial.causeOf(term.satisfier, term)!;
      this.resolve(cause, term.variable);
    }
    return this.terms
      .filter(({ satisfier }) => satisfier.level > 0)
      .map(({ variable }) => variable);
  }

  /** The youngest term that was derived after a decision. */
  private derived(): HeldTerm | undefined {
    let youngest: HeldTerm | undefined;
    for (const term of this.terms) {
      const { level, reason, index } = term.satisfier;
      if (level === 0 || !reason) continue;
      if (!youngest || index > youngest.satisfier.index) youngest = term;
    }
    return youngest;
  }

  /** Resolves with the cause of an assignment to the variable. */
  resolve(cause: Incompatibility, variable: Variable) {
    this.resolvents.push({ fact: cause, variable });
    const pivot = this.remove(variable).union(cause.statesOf(variable)!);
    for (const term of cause.terms) {
      if (term.variable !== variable) this.narrow(term);
    }
    if (!pivot.isFull())
      this.terms.push(this.held({ variable, states: pivot }));
  }

  /** The fact as it is by now. */
  learned(): Incompatibility {
    if (this.resolvents.length === 0) return this.conflict;
    return Incompatibility.derived(
      this.terms.map(({ variable, states }) => ({ variable, states })),
      new Derivation(this.conflict, this.resolvents),
    );
  }

  private remove(variable: Variable): VersionSet {
    const index = this.indexOf(variable);
    const { states } = this.terms[index]!;
    this.terms.splice(index, 1);
    return states;
  }

  private narrow({ variable, states }: Term) {
    const index = this.indexOf(variable);
    const known = this.terms[index];
    if (!known) this.terms.push(this.held({ variable, states }));
    else if (!known.states.isSubsetOf(states)) {
      const both = known.states.intersect(states);
      this.terms[index] = this.held({ variable, states: both });
    }
  }

  private indexOf(variable: Variable): number {
    for (let index = 0; index < this.terms.length; index++) {
      if (this.terms[index]!.variable === variable) return index;
    }
    return -1;
  }

  private held({ variable, states }: Term): HeldTerm {
    const satisfier = this.partial.satisfier(variable, states)!;
    return { variable, states, satisfier };
  }
}
