import type { Goal } from './Goal';
import type { PartialSolution } from './PartialSolution';
import type { Term, Variable } from './Term';

/** Terms that should all hold. Once they cannot, the decisions tell which of them cannot hold together. */
export class Assumptions implements Goal {
  /** All before this one hold. */
  private place = 0;

  constructor(private readonly terms: readonly Term[]) {}

  get variables(): readonly Variable[] {
    return this.terms.map(({ variable }) => variable);
  }

  /** The first that does not hold. */
  next(partial: PartialSolution): Term | undefined {
    for (; this.place < this.terms.length; this.place++) {
      const term = this.terms[this.place]!;
      if (!partial.holds(term)) return term;
    }
    return undefined;
  }

  isLost(partial: PartialSolution): boolean {
    const term = this.next(partial);
    return term !== undefined && partial.fails(term);
  }

  backtracked() {
    this.place = 0;
  }
}
