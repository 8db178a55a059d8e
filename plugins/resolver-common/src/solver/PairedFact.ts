import type { RelationCause } from './Cause';
import type { Incompatibility } from './Incompatibility';
import type { Term } from './Term';

/** A fact of two terms: versions of the subject, and states of another package that do not go with them. */
export interface PairedFact {
  readonly fact: PairedIncompatibility;
  readonly subject: Term;
  readonly target: Term;
  /** Where its witnesses begin. */
  row: number;
}

export type PairedIncompatibility = Incompatibility & { cause: RelationCause };

/** Whether the fact is one of these. */
export function isPaired(fact: Incompatibility): fact is PairedIncompatibility {
  return fact.cause.kind === 'relation' && fact.terms.length === 2;
}

export function pairedFact(fact: PairedIncompatibility): PairedFact {
  const { package: known } = fact.cause;
  const [first, second] = fact.terms as [Term, Term];
  return first.variable === known
    ? { fact, subject: first, target: second, row: -1 }
    : { fact, subject: second, target: first, row: -1 };
}
