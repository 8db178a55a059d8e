/** Whether these constraints can be met together (with all that is not up for choice). */
export type IsSolvable<T> = (constraints: readonly T[]) => boolean;

/**
 * A smallest part of an unsolvable list that is unsolvable itself: without any one member, the rest can be solved. This is
 * QuickXplain (Junker, 2004): it halves the list as long as one half alone carries the conflict.
 */
export function minimalConflict<T>(
  constraints: readonly T[],
  isSolvable: IsSolvable<T>,
): T[] {
  return isSolvable([]) ? explain([], false, constraints, isSolvable) : [];
}

function explain<T>(
  background: readonly T[],
  hasGrown: boolean,
  constraints: readonly T[],
  isSolvable: IsSolvable<T>,
): T[] {
  if (hasGrown && !isSolvable(background)) return [];
  if (constraints.length <= 1) return [...constraints];
  const middle = Math.floor(constraints.length / 2);
  const [first, second] = [
    constraints.slice(0, middle),
    constraints.slice(middle),
  ];
  const fromSecond = explain(
    [...background, ...first],
    first.length > 0,
    second,
    isSolvable,
  );
  const fromFirst = explain(
    [...background, ...fromSecond],
    fromSecond.length > 0,
    first,
    isSolvable,
  );
  return [...fromFirst, ...fromSecond];
}
