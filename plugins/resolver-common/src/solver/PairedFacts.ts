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
  /**
   * A state of the target that is not in its term: while the domain has it, the term does not hold. It stays where it is when it is
   * lost and there is no other: going back brings it back.
   */
  witness: number;
}

type PairedIncompatibility = Incompatibility & { cause: RelationCause };

const NONE: readonly PairedFact[] = [];

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
  /** By target, then by witness; with facts that have another witness by now. */
  private readonly watching = new VariableMap<PairedFact[][]>();
  private readonly byFact = new Map<Incompatibility, PairedFact>();

  /** `domain` is that of the target. */
  add(
    fact: PairedIncompatibility,
    domainOf: (variable: Variable) => VersionSet,
  ) {
    const { package: known, relation } = fact.cause;
    const isSubject = (term: Term) => term.variable === known;
    const subject = fact.terms.find(isSubject)!;
    const target = fact.terms.find(term => !isSubject(term))!;
    const witness = target.states.complement().highest();
    const paired = { fact, subject, target, witness };
    this.byFact.set(fact, paired);
    this.watch(paired, witness);
    this.findWitness(paired, domainOf(target.variable));
    const pairing = this.pairing(subject, target, relation.kind);
    const stated = this.stated.ensure(subject.variable, () => []);
    for (const version of subject.states.positions()) {
      pairing.set(version, paired);
      (stated[version] ??= []).push(paired);
    }
  }

  /** Makes sure that the fact has a witness that is in the domain of its target, where there is one. */
  rewatch(
    fact: PairedIncompatibility,
    domainOf: (variable: Variable) => VersionSet,
  ) {
    const paired = this.byFact.get(fact)!;
    this.findWitness(paired, domainOf(paired.target.variable));
  }

  /** The facts that lose their witness with this state and find no other in the domain. */
  withoutWitness(
    target: Variable,
    state: number,
    domain: VersionSet,
  ): readonly PairedFact[] {
    const watching = this.watching.get(target);
    const watchers = watching?.[state];
    if (!watchers) return NONE;
    const left = watchers.filter(
      paired => paired.witness === state && !this.findWitness(paired, domain),
    );
    watching[state] = left;
    return left;
  }

  /** What this version says. */
  statedBy(subject: Variable, version: number): readonly PairedFact[] {
    return this.stated.get(subject)?.[version] ?? [];
  }

  /** What is said about this package. */
  about(target: Variable): Iterable<Pairing> {
    return this.pairings.get(target)?.values() ?? [];
  }

  private findWitness(paired: PairedFact, domain: VersionSet): boolean {
    if (domain.has(paired.witness)) return true;
    const witness = domain.stateOutside(paired.target.states);
    if (witness < 0) return false;
    this.watch(paired, witness);
    return true;
  }

  private watch(paired: PairedFact, witness: number) {
    paired.witness = witness;
    const watching = this.watching.ensure(paired.target.variable, () => []);
    (watching[witness] ??= []).push(paired);
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
export function isPaired(fact: Incompatibility): fact is PairedIncompatibility {
  return fact.cause.kind === 'relation' && fact.terms.length === 2;
}
