import type { RelationCause } from './Cause';
import type { Incompatibility } from './Incompatibility';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';
import type { VersionSet } from './VersionSet';

/** A fact of two terms: versions of the subject, and states of another package that do not go with them. */
export interface PairedFact {
  readonly fact: Incompatibility;
  readonly subject: Term;
  readonly target: Term;
  /** A state of the target that is not in its term: while the domain has it, the term does not hold. */
  witness: number;
}

/** What one package says about another one in one way: at most one fact for each of its versions. */
export class Pairing {
  private readonly byVersion: Array<PairedFact | undefined> = [];

  constructor(readonly subject: Variable) {}

  set(version: number, paired: PairedFact) {
    this.byVersion[version] = paired;
  }

  at(version: number): PairedFact | undefined {
    return this.byVersion[version];
  }
}

/**
 * The facts by which versions of a package ask something of another one. Nearly all facts are such, and nearly all of these speak of
 * versions that are out of the question: looked up by version, they cost nothing. See docs/design/resolver.md, section 3.
 */
export class PairedFacts {
  /** By subject, then by version. */
  private readonly stated = new VariableMap<PairedFact[][]>();
  /** By target, then by subject and kind. */
  private readonly pairings = new VariableMap<Map<string, Pairing>>();

  add(fact: Incompatibility & { cause: RelationCause }) {
    const { package: known, relation } = fact.cause;
    const isSubject = (term: Term) => term.variable === known;
    const subject = fact.terms.find(isSubject)!;
    const target = fact.terms.find(term => !isSubject(term))!;
    const witness = target.states.complement().highest();
    const paired = { fact, subject, target, witness };
    const pairing = this.pairing(subject, target, relation.kind);
    const stated = this.stated.ensure(subject.variable, () => []);
    for (const version of subject.states.positions()) {
      pairing.set(version, paired);
      (stated[version] ??= []).push(paired);
    }
  }

  /** What this version says. */
  statedBy(subject: Variable, version: number): readonly PairedFact[] {
    return this.stated.get(subject)?.[version] ?? [];
  }

  /** What is said about this package. */
  about(target: Variable): Iterable<Pairing> {
    return this.pairings.get(target)?.values() ?? [];
  }

  private pairing(subject: Term, target: Term, kind: string): Pairing {
    const all = this.pairings.ensure(target.variable, () => new Map());
    const key = `${subject.variable.id} ${kind}`;
    let pairing = all.get(key);
    if (!pairing) {
      pairing = new Pairing(subject.variable);
      all.set(key, pairing);
    }
    return pairing;
  }
}

/** Whether the fact is one of these. */
export function isPaired(
  fact: Incompatibility,
): fact is Incompatibility & { cause: RelationCause } {
  return fact.cause.kind === 'relation' && fact.terms.length === 2;
}

/** Whether the target has no state left but those of the term. If not, the fact knows why. */
export function targetHolds(paired: PairedFact, domain: VersionSet): boolean {
  if (domain.has(paired.witness)) return false;
  const witness = domain.stateOutside(paired.target.states);
  if (witness >= 0) paired.witness = witness;
  return witness < 0;
}
