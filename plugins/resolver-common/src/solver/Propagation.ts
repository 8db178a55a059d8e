import type { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';

/** A fact that was about to imply something when it came, and the level of that time. */
interface LateFact {
  fact: Incompatibility;
  level: number;
}

/** All facts, and what follows from them one by one. See docs/design/resolver.md, section 3. */
export class Propagation {
  /** The fact that the partial solution violates. */
  conflict?: Incompatibility;
  /** By the variables that they speak of. */
  private readonly facts = new VariableMap<Incompatibility[]>();
  private readonly changed = new Set<Variable>();
  /** To be looked at again when the level is left: what they imply may hold further down. */
  private late: LateFact[] = [];

  /** `onAssigned` is told whose domain got smaller. */
  constructor(
    private readonly partial: PartialSolution,
    private readonly onAssigned: (variable: Variable) => void,
  ) {}

  /** True the first time. */
  register(variable: Variable): boolean {
    if (this.facts.get(variable)) return false;
    this.facts.set(variable, []);
    return true;
  }

  factsAbout(variable: Variable): readonly Incompatibility[] {
    return this.facts.get(variable) ?? [];
  }

  /** The fact's variables must be registered. */
  add(fact: Incompatibility) {
    for (const { variable } of fact.terms) this.facts.get(variable)!.push(fact);
    this.examineNew(fact, this.partial.level);
  }

  /** Draws all conclusions, or stops at a conflict. */
  run(): Incompatibility | undefined {
    while (!this.conflict && this.changed.size > 0) {
      const [variable] = this.changed;
      this.changed.delete(variable!);
      for (const fact of this.facts.get(variable!) ?? []) {
        this.examine(fact);
        if (this.conflict) break;
      }
    }
    return this.conflict;
  }

  /** To be called when the domain got smaller by a decision. */
  assigned(variable: Variable) {
    this.changed.add(variable);
    this.onAssigned(variable);
  }

  /** To be called when assignments above the level were undone. */
  backtracked(level: number) {
    this.changed.clear();
    this.conflict = undefined;
    const left = this.late.filter(entry => entry.level > level);
    this.late = this.late.filter(entry => entry.level <= level);
    left.forEach(({ fact }) => this.examineNew(fact, level));
  }

  /** For a fact of the list that implies something where the search went back to. */
  examineAgain(fact: Incompatibility) {
    this.examine(fact);
  }

  /** With two terms open there is nothing that going back could bring out. */
  private examineNew(fact: Incompatibility, level: number) {
    if (!this.examine(fact) && level > 0) this.late.push({ fact, level });
  }

  /** Derives what the fact implies now. True when two terms are open, so that it implies nothing. */
  private examine(fact: Incompatibility): boolean {
    const { partial } = this;
    if (fact.isIdle(partial)) return true;
    const { terms } = fact;
    let open = -1;
    for (let index = 0; index < terms.length; index++) {
      if (partial.holds(terms[index]!)) continue;
      if (open >= 0) {
        fact.watch(open, index);
        return true;
      }
      open = index;
    }
    if (open < 0) this.conflict ??= fact;
    else this.imply(terms[open]!, fact);
    return false;
  }

  /** The one term that does not hold must fail, unless it has failed. */
  private imply(term: Term, fact: Incompatibility) {
    if (!this.partial.domain(term.variable).overlaps(term.states)) return;
    this.partial.derive(term, fact);
    this.assigned(term.variable);
  }
}
