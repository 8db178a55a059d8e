import type { Reason } from './Assignment';
import type { Cause, DerivedCause } from './Cause';
import { allOf, merge, type Term, type Variable } from './Term';
import type { VersionSet } from './VersionSet';

/** Terms that never hold together. See docs/design/resolver.md, section 3. */
export class Incompatibility implements Reason {
  /** Indices of the two terms that a search watches; while both do not hold, nothing follows from the fact. */
  readonly watched: [number, number] = [0, 0];
  /** Index of the term that kept a draft from violating the fact when that was asked last. */
  witness = 0;

  private constructor(readonly terms: readonly Term[], readonly cause: Cause) {}

  /** A term that always holds says nothing and is left out. */
  static create(terms: Term[], cause: Cause): Incompatibility {
    const all = allOf(terms);
    return new Incompatibility(
      all.some(isCertain) ? all.filter(term => !isCertain(term)) : all,
      cause,
    );
  }

  /** What follows from two incompatibilities about the variable's states. */
  static resolve(
    left: Incompatibility,
    right: Incompatibility,
    variable: Variable,
  ): Incompatibility {
    const pivot = left.statesOf(variable)!.union(right.statesOf(variable)!);
    const rest = [...left.terms, ...right.terms].filter(
      term => term.variable !== variable,
    );
    const terms = merge(rest, (a, b) => a.intersect(b));
    if (!pivot.isFull()) terms.push({ variable, states: pivot });
    return new Incompatibility(terms, {
      kind: 'derived',
      left,
      right,
      sources: [left, right],
    });
  }

  /** What was learned; the terms are on different variables, and none of them always holds. */
  static derived(terms: Term[], cause: DerivedCause): Incompatibility {
    return new Incompatibility(terms, cause);
  }

  statesOf(variable: Variable): VersionSet | undefined {
    for (const term of this.terms) {
      if (term.variable === variable) return term.states;
    }
    return undefined;
  }

  /** A fact is its own explanation. */
  because(): Incompatibility {
    return this;
  }

  isDerived(): this is Incompatibility & { cause: DerivedCause } {
    return this.cause.kind === 'derived';
  }
}

function isCertain({ states }: Term): boolean {
  return states.isFull();
}
