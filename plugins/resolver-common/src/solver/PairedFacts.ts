import type { Incompatibility } from './Incompatibility';
import {
  pairedFact,
  type PairedFact,
  type PairedIncompatibility,
} from './PairedFact';
import type { PartialSolution } from './PartialSolution';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';
import { Witnesses } from './Witnesses';

const NONE: readonly PairedFact[] = [];

/** What one package says about another one in one way: at most one fact for each of its versions. */
export class Pairing {
  private readonly byVersion: Array<PairedFact | undefined> = [];

  constructor(readonly subject: Variable) {}

  add(paired: PairedFact) {
    for (const version of paired.subject.states.positions())
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
  /** By subject, the greatest distance between two versions of which a fact speaks, both counted. */
  private readonly spans = new VariableMap<number>();
  /** By target, then by subject and kind. */
  private readonly pairings = new VariableMap<Map<string, Pairing>>();
  /** The first row of a fact's witnesses. */
  private readonly rows = new Map<Incompatibility, number>();
  private readonly witnesses: Witnesses;

  constructor(private readonly partial: PartialSolution) {
    this.witnesses = new Witnesses(partial.domains);
  }

  add(fact: PairedIncompatibility) {
    const paired = pairedFact(fact);
    this.rows.set(fact, this.witnesses.add(paired));
    this.pairing(paired.subject, paired.target, fact.cause.relation.kind).add(
      paired,
    );
    const stated = this.stated.ensure(paired.subject.variable, () => []);
    for (const version of paired.subject.states.positions())
      (stated[version] ??= []).push(paired);
    this.widen(paired.subject);
  }

  /** To be called when the fact may have lost its witness unseen. */
  rewatch(fact: PairedIncompatibility) {
    this.witnesses.renew(this.rows.get(fact)!);
  }

  /** The facts that rule their subject out since the target's domain was as the trail has it from there on. */
  ruledOut(target: Variable, before: number): readonly PairedFact[] {
    return this.witnesses.lost(target, this.partial.trail.words, before);
  }

  /** The facts of which versions of the subject are all that is left. */
  held(subject: Variable): readonly PairedFact[] {
    const { domains } = this.partial;
    const lowest = domains.lowest(subject);
    const span = domains.highest(subject) - lowest + 1;
    if (span > (this.spans.get(subject) ?? 0)) return NONE;
    return this.statedBy(subject, lowest);
  }

  /** What this version says. */
  statedBy(subject: Variable, version: number): readonly PairedFact[] {
    return this.stated.get(subject)?.[version] ?? NONE;
  }

  /** What is said about this package. */
  about(target: Variable): Iterable<Pairing> {
    return this.pairings.get(target)?.values() ?? [];
  }

  private widen({ variable, states }: Term) {
    const span = states.highest() - states.lowest() + 1;
    this.spans.set(variable, Math.max(span, this.spans.get(variable) ?? 0));
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
