/** Some of the constraints that cannot be met together (with all that is not up for choice); undefined when all can. */
export type ConflictIn<T> = (
  constraints: readonly T[],
) => readonly T[] | undefined;

/**
 * A smallest part of an unsolvable list that is unsolvable itself: without any one member, the rest can be solved. One after the
 * other is left out, the last first; what the proof about the others does without goes too (deletion with the help of unsatisfiable
 * cores: Dershowitz, Hanna and Nadel, 2006).
 */
export function minimalConflict<T>(
  constraints: readonly T[],
  conflictIn: ConflictIn<T>,
): T[] {
  if (conflictIn([])) return [];
  const needed: T[] = [];
  let open = conflictIn(constraints) ?? [];
  while (open.length > 0) {
    const others = open.slice(0, -1);
    const conflict = conflictIn([...others, ...needed]);
    if (conflict) open = others.filter(one => conflict.includes(one));
    else {
      needed.unshift(open[others.length]!);
      open = others;
    }
  }
  return needed;
}
