import type { Arc } from './Arc';
import { Arcs } from './Arcs';
import type { Budget } from './Budget';
import { Conclusions } from './Conclusions';
import type { Draft } from './Draft';
import type { Incompatibility } from './Incompatibility';
import { isPaired } from './PairedFact';
import { PairedFacts } from './PairedFacts';
import type { PartialSolution } from './PartialSolution';
import type { Variable } from './Term';
import { WatchedFacts } from './WatchedFacts';

/** A fact that was about to imply something when it came, and the level of that time. */
interface LateFact {
  fact: Incompatibility;
  level: number;
}

/**
 * All facts, and what follows from them one by one. See docs/design/resolver.md, section 3.
 */
export class Propagation {
  private readonly conclusions: Conclusions;
  private readonly paired: PairedFacts;
  private readonly watched: WatchedFacts;
  private readonly arcs: Arcs;
  /** To be looked at again when the level is left: what they imply may hold further down. */
  private late: LateFact[] = [];

  /** `onAssigned` is told whose domain got smaller. */
  constructor(
    private readonly partial: PartialSolution,
    onAssigned: (variable: Variable) => void,
  ) {
    this.conclusions = new Conclusions(partial, onAssigned);
    this.paired = new PairedFacts(this.conclusions);
    this.watched = new WatchedFacts(this.conclusions);
    this.arcs = new Arcs(this.conclusions);
  }

  /** True the first time. */
  register(variable: Variable): boolean {
    return this.watched.register(variable);
  }

  /** The first fact about the variable that is violated by a draft. */
  violated(variable: Variable, draft: Draft): Incompatibility | undefined {
    return (
      this.paired.violated(variable, draft) ??
      this.watched.violated(variable, draft)
    );
  }

  /** The fact's variables must be registered. */
  add(fact: Incompatibility) {
    if (isPaired(fact)) this.paired.add(fact);
    else this.watched.add(fact);
    this.examine(fact, this.partial.level);
  }

  /** All that the versions of a package ask of others. Nothing may be decided. */
  addArcs(arcs: readonly Arc[]) {
    arcs.forEach(arc => this.arcs.add(arc));
  }

  /** Packages that this one asks for something, or that ask it, as far as that is known. */
  neighbours(variable: Variable): Iterable<Variable> {
    return this.paired.neighbours(variable);
  }

  /** Draws all conclusions, or stops at a conflict. */
  run(budget: Budget): Incompatibility | undefined {
    const { conclusions } = this;
    for (
      let variable = conclusions.takeNext();
      variable;
      variable = conclusions.takeNext()
    ) {
      budget.check();
      this.paired.visit(variable);
      this.arcs.visit(variable);
      this.watched.visit(variable);
    }
    conclusions.forgetChanges();
    return conclusions.conflict;
  }

  /** To be called when the domain got smaller by a decision. */
  assigned(variable: Variable) {
    this.conclusions.assigned(variable);
  }

  /** To be called when assignments above the level were undone. */
  backtracked(level: number) {
    this.conclusions.forgetChanges();
    this.conclusions.conflict = undefined;
    const left = this.late.filter(entry => entry.level > level);
    this.late = this.late.filter(entry => entry.level <= level);
    left.forEach(({ fact }) => this.examine(fact, level));
  }

  /** For a fact that implies something where the search went back to. */
  examineAgain(fact: Incompatibility) {
    this.examine(fact, this.partial.level);
  }

  /** With two terms open there is nothing that going back could bring out. */
  private examine(fact: Incompatibility, level: number) {
    const first = this.nextOpen(fact, 0);
    const second = this.nextOpen(fact, first + 1);
    if (second < fact.terms.length) {
      if (isPaired(fact)) this.paired.rewatch(fact);
      else this.watched.rewatch(fact, first, second);
      return;
    }
    this.conclusions.conclude(fact, fact.terms[first]);
    if (level > 0) this.late.push({ fact, level });
  }

  /** The index of the first term from there on that does not hold; of none: their number or more. */
  private nextOpen({ terms }: Incompatibility, from: number): number {
    let index = from;
    while (index < terms.length && this.partial.holds(terms[index]!)) index++;
    return index;
  }
}
