import type { Draft } from './Draft';
import type { Incompatibility } from './Incompatibility';
import { isPaired } from './PairedFact';
import { PairedFacts } from './PairedFacts';
import type { PartialSolution } from './PartialSolution';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';
import { ABSENT, type VersionSet } from './VersionSet';

/** A fact that was about to imply something when it came, and the level of that time. */
interface LateFact {
  fact: Incompatibility;
  level: number;
}

/** One of the two terms of a fact that are watched. */
interface Watch {
  fact: Incompatibility;
  side: 0 | 1;
  states: VersionSet;
  /** A state that is not in the set: while the domain has it, the term does not hold. */
  witness: number;
}

/**
 * All facts, and what follows from them one by one. A fact is looked at only when one of two of its terms, which did not hold
 * before, comes to hold. See docs/design/resolver.md, section 3.
 */
export class Propagation {
  /** The fact that the partial solution violates. */
  conflict?: Incompatibility;
  private readonly paired: PairedFacts;
  /** The others, by the variables that they speak of. */
  private readonly facts = new VariableMap<Incompatibility[]>();
  /** By the variables whose terms are watched. */
  private readonly watches = new VariableMap<Watch[]>();
  /** Variables whose domain got smaller, oldest first; once each. */
  private changed: Variable[] = [];
  private readonly isChanged = new VariableMap<boolean>();
  /** Where the trail has their domains before. */
  private readonly before = new VariableMap<number>();
  /** To be looked at again when the level is left: what they imply may hold further down. */
  private late: LateFact[] = [];

  /** `onAssigned` is told whose domain got smaller. */
  constructor(
    private readonly partial: PartialSolution,
    private readonly onAssigned: (variable: Variable) => void,
  ) {
    this.paired = new PairedFacts(partial);
  }

  /** True the first time. */
  register(variable: Variable): boolean {
    if (this.facts.get(variable)) return false;
    this.facts.set(variable, []);
    this.watches.set(variable, []);
    return true;
  }

  /** The first fact about the variable that is violated by a draft. */
  violated(variable: Variable, draft: Draft): Incompatibility | undefined {
    const state = draft.state(variable);
    for (const { fact } of this.paired.statedBy(variable, state)) {
      if (draft.isViolated(fact)) return fact;
    }
    for (const { fact, target } of this.paired.about(variable, draft)) {
      if (target.states.has(state)) return fact;
    }
    return this.facts.get(variable)?.find(fact => draft.isViolated(fact));
  }

  /** The fact's variables must be registered. */
  add(fact: Incompatibility) {
    if (isPaired(fact)) this.paired.add(fact);
    else this.watchNew(fact);
    this.examineNew(fact, this.partial.level);
  }

  private watchNew(fact: Incompatibility) {
    for (const { variable } of fact.terms) this.facts.get(variable)!.push(fact);
    this.watch(fact, 0, 0);
    this.watch(fact, 1, 1);
  }

  /** Draws all conclusions, or stops at a conflict. */
  run(): Incompatibility | undefined {
    for (let next = 0; next < this.changed.length; next++) {
      if (this.conflict) break;
      this.isChanged.set(this.changed[next]!, false);
      this.visit(this.changed[next]!);
    }
    this.forgetChanges();
    return this.conflict;
  }

  /** To be called when the domain got smaller by a decision. */
  assigned(variable: Variable) {
    if (!this.isChanged.get(variable)) {
      this.isChanged.set(variable, true);
      this.changed.push(variable);
      this.before.set(variable, this.partial.trail.before(variable));
    }
    this.onAssigned(variable);
  }

  /** To be called when assignments above the level were undone. */
  backtracked(level: number) {
    this.forgetChanges();
    this.conflict = undefined;
    const left = this.late.filter(entry => entry.level > level);
    this.late = this.late.filter(entry => entry.level <= level);
    left.forEach(({ fact }) => this.examineNew(fact, level));
  }

  /** For a fact of the list that implies something where the search went back to. */
  examineAgain(fact: Incompatibility) {
    this.examineNew(fact, this.partial.level);
  }

  /** Looks at the facts of which a watched term came to hold. */
  private visit(variable: Variable) {
    this.visitPaired(variable);
    const { domains } = this.partial;
    const watches = this.watches.get(variable)!;
    let kept = 0;
    for (let index = 0; index < watches.length; index++) {
      const watch = watches[index]!;
      const isLeft =
        !domains.has(variable, watch.witness) &&
        !this.conflict &&
        this.holds(watch, variable) &&
        this.leaves(watch);
      if (isLeft) continue;
      if (kept < index) watches[kept] = watch;
      kept++;
    }
    watches.length = kept;
  }

  private visitPaired(variable: Variable) {
    for (const { fact, subject, target } of this.paired.held(variable)) {
      if (!this.partial.holds(subject)) continue;
      this.conclude(fact, target);
      if (this.conflict) return;
    }
    const before = this.before.get(variable)!;
    for (const row of this.paired.ruledOut(variable, before)) {
      this.ruleOut(row);
      if (this.conflict) return;
    }
  }

  /** As `conclude` does, without a look at the fact: this is what a search does most. */
  private ruleOut(row: number) {
    const { witnesses } = this.paired;
    if (witnesses.isIdle(row)) return;
    const { partial } = this;
    const variable = witnesses.subject(row);
    const word = witnesses.word(row);
    const mask = witnesses.mask(row);
    const fact = witnesses.fact(row);
    const isRest = (partial.domains.words[word]! & ~mask) === 0;
    if (isRest && partial.domains.isWithin(variable, fact.statesOf(variable)!))
      this.conflict = fact;
    else {
      partial.deriveWord(variable, word, mask, fact);
      this.assigned(variable);
    }
  }

  /** The term holds: concludes what the fact implies now. True when another term is watched instead. */
  private leaves({ fact, side }: Watch): boolean {
    const other = fact.terms[fact.watched[1 - side]!]!;
    if (this.partial.fails(other)) return false;
    const open = this.openTerm(fact);
    if (open >= 0) {
      this.watch(fact, side, open);
      return true;
    }
    this.conclude(fact, other);
    return false;
  }

  /** A term that neither is watched nor holds; -1 when there is none. */
  private openTerm({ terms, watched }: Incompatibility): number {
    for (let index = 0; index < terms.length; index++) {
      if (index === watched[0] || index === watched[1]) continue;
      if (!this.partial.holds(terms[index]!)) return index;
    }
    return -1;
  }

  private watch(fact: Incompatibility, side: 0 | 1, index: number) {
    const term = fact.terms[index];
    if (!term) return;
    const { variable, states } = term;
    fact.watched[side] = index;
    const watch = { fact, side, states, witness: ABSENT };
    if (this.holds(watch, variable))
      watch.witness = states.complement().highest();
    this.watches.get(variable)!.push(watch);
  }

  /** With two terms open there is nothing that going back could bring out. */
  private examineNew(fact: Incompatibility, level: number) {
    const first = this.nextOpen(fact, 0);
    const second = this.nextOpen(fact, first + 1);
    if (second < fact.terms.length) {
      if (isPaired(fact)) this.paired.rewatch(fact);
      else this.rewatch(fact, first, second);
      return;
    }
    this.conclude(fact, fact.terms[first]);
    if (level > 0) this.late.push({ fact, level });
  }

  /** The index of the first term from there on that does not hold; of none: their number or more. */
  private nextOpen({ terms }: Incompatibility, from: number): number {
    let index = from;
    while (index < terms.length && this.partial.holds(terms[index]!)) index++;
    return index;
  }

  private rewatch(fact: Incompatibility, first: number, second: number) {
    for (const index of fact.watched) {
      const { variable } = fact.terms[index]!;
      const watches = this.watches.get(variable)!;
      const last = watches.findLastIndex(watch => watch.fact === fact);
      watches.splice(last, 1);
    }
    this.watch(fact, 0, first);
    this.watch(fact, 1, second);
  }

  /** The one term that may not hold must fail, unless it has failed. */
  private conclude(fact: Incompatibility, open: Term | undefined) {
    if (!open || this.partial.holds(open)) this.conflict ??= fact;
    else if (!this.partial.fails(open)) {
      this.partial.derive(open, fact);
      this.assigned(open.variable);
    }
  }

  private forgetChanges() {
    this.changed.forEach(variable => this.isChanged.set(variable, false));
    this.changed = [];
  }

  /** Whether the watched term holds. If not, the watch knows why. */
  private holds(watch: Watch, variable: Variable): boolean {
    const { domains } = this.partial;
    const start = domains.start(variable);
    const witness = watch.states.highestOutside(domains.words, start);
    if (witness >= 0) watch.witness = witness;
    return witness < 0;
  }
}
