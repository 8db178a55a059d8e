import type { PartialSolution } from './PartialSolution';
import type { Term, Variable } from './Term';
import type { VersionSet } from './VersionSet';

/** A variable and the state to try. */
export interface Choice<V extends Variable = Variable> {
  variable: V;
  position: number;
}

/** What a search should reach besides a solution: decided before all else. */
export interface Goal {
  /** The solver has to know these. */
  readonly variables: readonly Variable[];
  /** Conflicts after which it is given up, although it may be within reach. Default: none are too many. */
  readonly patience?: number;
  /** What to decide for it now: a state, or that a term holds. Undefined when nothing more has to be decided. */
  next(partial: PartialSolution): Choice | Term | undefined;
  /** Whether no decision can reach it any more. */
  isLost(partial: PartialSolution): boolean;
  /** To be called when assignments were undone. */
  backtracked?(): void;
}

/** A variable in one of some states. */
export class StateGoal implements Goal {
  constructor(
    private readonly term: Term,
    private readonly pick: (states: VersionSet) => number,
    readonly patience?: number,
  ) {}

  get variables(): readonly Variable[] {
    return [this.term.variable];
  }

  next(partial: PartialSolution): Choice | undefined {
    if (partial.level > 0) return undefined;
    const { variable, states } = this.term;
    const left = partial.domain(variable).intersect(states);
    return { variable, position: this.pick(left) };
  }

  isLost(partial: PartialSolution): boolean {
    return partial.level === 0 && partial.fails(this.term);
  }
}
