import type { States } from './CostCounter';
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

/**
 * The facts by which versions of a package ask something of another one. Nearly all facts are such, and nearly all of these speak of
 * versions that are out of the question: looked up by version, they cost nothing. See docs/design/resolver.md, section 3.
 */
export class PairedFacts {
  /** By subject, then by version. */
  private readonly stated = new VariableMap<PairedFact[][]>();
  /** By subject, the greatest distance between two versions of which a fact speaks, both counted. */
  private readonly spans = new VariableMap<number>();
  /** By target, who speaks of it. */
  private readonly subjects = new VariableMap<Set<Variable>>();
  readonly witnesses: Witnesses;

  constructor(private readonly partial: PartialSolution) {
    this.witnesses = new Witnesses(partial.domains);
  }

  add(fact: PairedIncompatibility) {
    const paired = pairedFact(fact);
    const { subject, target } = paired;
    this.witnesses.add(paired);
    this.subjects
      .ensure(target.variable, () => new Set())
      .add(subject.variable);
    const stated = this.stated.ensure(subject.variable, () => []);
    for (const version of subject.states.positions())
      (stated[version] ??= []).push(paired);
    this.widen(subject);
  }

  /** To be called when the fact may have lost its witness unseen. One about no version at all has none. */
  rewatch(fact: PairedIncompatibility) {
    const { variable, states } = pairedFact(fact).subject;
    const stated = this.statedBy(variable, states.lowest());
    const known = stated.find(paired => paired.fact === fact);
    if (known) this.witnesses.renew(known);
  }

  /** The rows of facts that rule their subject out since the target's domain was as the trail has it from there on. */
  ruledOut(target: Variable, before: number): readonly number[] {
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

  /** What is said about this package by versions of which a draft has one. */
  *about(target: Variable, draft: States): Iterable<PairedFact> {
    for (const subject of this.subjects.get(target) ?? []) {
      for (const paired of this.statedBy(subject, draft.state(subject))) {
        if (paired.target.variable === target) yield paired;
      }
    }
  }

  private widen({ variable, states }: Term) {
    const span = states.highest() - states.lowest() + 1;
    this.spans.set(variable, Math.max(span, this.spans.get(variable) ?? 0));
  }
}
