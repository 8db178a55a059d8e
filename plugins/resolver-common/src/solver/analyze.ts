import type { Assignment } from './Assignment';
import { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';

/** What a conflict teaches, and the level at which it leaves one term open. */
export interface Lesson {
  learned: Incompatibility;
  level: number;
}

/**
 * Resolves a violated incompatibility with the causes of its youngest assignments. See docs/design/resolver.md, section 3.
 */
export function analyze(
  conflict: Incompatibility,
  partial: PartialSolution,
): Lesson {
  let learned = conflict;
  while (learned.terms.length > 0) {
    const { youngest, before } = satisfiers(learned, partial);
    const { cause, variable, level } = youngest;
    if (!cause || before < level) return { learned, level: before };
    learned = Incompatibility.resolve(learned, cause, variable);
  }
  return { learned, level: 0 };
}

/** The assignment that completed the incompatibility, and the level at which only that one was missing. */
function satisfiers(
  incompatibility: Incompatibility,
  partial: PartialSolution,
) {
  const all = incompatibility.terms.map(term => partial.satisfier(term)!);
  const youngest = all.reduce((a, b) => (a.index > b.index ? a : b));
  const others = all
    .filter(assignment => assignment !== youngest)
    .map(({ level }) => level);
  return {
    youngest,
    before: Math.max(
      0,
      ...others,
      levelBefore(youngest, incompatibility, partial),
    ),
  };
}

/** A derivation may complete a term that earlier assignments on the same variable had begun. */
function levelBefore(
  { cause, variable, index }: Assignment,
  incompatibility: Incompatibility,
  partial: PartialSolution,
): number {
  const taken = cause?.statesOf(variable);
  const states = incompatibility.statesOf(variable);
  if (!taken || !states || taken.union(states).isFull()) return 0;
  const earlier = partial.satisfier({ variable, states }, taken);
  return earlier && earlier.index < index ? earlier.level : 0;
}
