import type { Budget } from './Budget';
import type { Incompatibility } from './Incompatibility';
import { OpenConflict, type Youngest } from './OpenConflict';
import type { PartialSolution } from './PartialSolution';

/** What a conflict teaches, and the level at which it leaves one term open. */
export interface Lesson {
  learned: Incompatibility;
  level: number;
  /** The level whose assignments violate it. */
  violatedAt: number;
}

/**
 * Resolves a violated incompatibility with the causes of its youngest assignments. See docs/design/resolver.md, section 3.
 */
export function analyze(
  conflict: Incompatibility,
  partial: PartialSolution,
  budget: Budget,
): Lesson {
  const open = new OpenConflict(conflict, partial);
  for (;;) {
    budget.check();
    const youngest = open.youngest();
    if (!youngest) return { learned: open.learned(), level: 0, violatedAt: 0 };
    const { variable, satisfier } = youngest.term;
    const { level } = satisfier;
    const cause = partial.causeOf(satisfier, youngest.term);
    const before = levelBefore(youngest, cause, partial);
    if (!cause || before < level)
      return { learned: open.learned(), level: before, violatedAt: level };
    open.resolve(cause, variable);
  }
}

/** The level at which only the youngest assignment was missing: earlier ones on the same variable may have begun its term. */
function levelBefore(
  { term, others }: Youngest,
  cause: Incompatibility | undefined,
  partial: PartialSolution,
): number {
  const { variable, states, satisfier } = term;
  const taken = cause?.statesOf(variable);
  if (!taken) return others;
  const joined = taken.union(states);
  if (joined.isFull()) return others;
  const earlier = partial.satisfier(variable, joined);
  return earlier && earlier.index < satisfier.index
    ? Math.max(others, earlier.level)
    : others;
}
