import type { Conclusions } from './Conclusions';
import type { States } from './CostCounter';
import type { Draft } from './Draft';
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
  private readonly partial: PartialSolution;
  private readonly witnesses: Witnesses;

  constructor(private readonly conclusions: Conclusions) {
    this.partial = conclusions.partial;
    this.witnesses = new Witnesses(this.partial.domains);
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

  /** Packages that this one asks for something, or that ask it. */
  *neighbours(variable: Variable): Iterable<Variable> {
    yield* this.subjects.get(variable) ?? [];
    for (const { target } of this.stated.get(variable)?.flat() ?? [])
      yield target.variable;
  }

  /** The first fact about the variable that is violated by a draft. */
  violated(variable: Variable, draft: Draft): Incompatibility | undefined {
    const state = draft.state(variable);
    for (const { fact } of this.statedBy(variable, state)) {
      if (draft.isViolated(fact)) return fact;
    }
    for (const { fact, target } of this.about(variable, draft)) {
      if (target.states.has(state)) return fact;
    }
    return undefined;
  }

  /** Looks at the facts of which a term came to hold when the domain got smaller. */
  visit(variable: Variable) {
    const { conclusions } = this;
    for (const { fact, subject, target } of this.held(variable)) {
      if (!this.partial.holds(subject)) continue;
      conclusions.conclude(fact, target);
      if (conclusions.conflict) return;
    }
    const before = conclusions.domainBefore(variable);
    const { words } = this.partial.trail;
    for (const row of this.witnesses.lost(variable, words, before)) {
      this.ruleOut(row);
      if (conclusions.conflict) return;
    }
  }

  /** As `Conclusions.conclude` does, without a look at the fact: this is what a search does most. */
  private ruleOut(row: number) {
    const { witnesses, partial, conclusions } = this;
    if (witnesses.isIdle(row)) return;
    const variable = witnesses.subject(row);
    const word = witnesses.word(row);
    const mask = witnesses.mask(row);
    const fact = witnesses.fact(row);
    const isRest = (partial.domains.words[word]! & ~mask) === 0;
    if (isRest && partial.domains.isWithin(variable, fact.statesOf(variable)!))
      conclusions.conflict = fact;
    else {
      partial.deriveWord(variable, word, mask, fact);
      conclusions.assigned(variable);
    }
  }

  /** The facts of which versions of the subject are all that is left. */
  private held(subject: Variable): readonly PairedFact[] {
    const { domains } = this.partial;
    const lowest = domains.lowest(subject);
    const span = domains.highest(subject) - lowest + 1;
    if (span > (this.spans.get(subject) ?? 0)) return NONE;
    return this.statedBy(subject, lowest);
  }

  /** What this version says. */
  private statedBy(subject: Variable, version: number): readonly PairedFact[] {
    return this.stated.get(subject)?.[version] ?? NONE;
  }

  /** What is said about this package by versions of which a draft has one. */
  private *about(target: Variable, draft: States): Iterable<PairedFact> {
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
