import { withoutRoots, type FixCandidate } from './fixCandidates';
import { joined } from './StatesText';

/** RFC 7396 merge patch of a request. */
export type Patch = Record<string, unknown>;

/** Roots that are done without are told in one breath. */
export function combined(changes: FixCandidate[]): FixCandidate[] {
  const dropped = changes.flatMap(({ drops = [] }) => drops);
  const others = changes.filter(({ drops }) => drops === undefined);
  return dropped.length > 0
    ? [...others, withoutRoots([...new Set(dropped)].sort())]
    : others;
}

/** One sentence. */
export function describeAll(
  changes: FixCandidate[],
  solution: ReadonlyMap<string, string>,
): string {
  const [first = '', ...others] = changes.map(({ describe, root }) =>
    describe(root === undefined ? undefined : solution.get(root)),
  );
  return joined([first, ...others.map(low)], 'and');
}

/** One patch with all changes. Later ones win; unlike with `mergePatch`, deletions stay in. */
export function together(patches: Patch[]): Patch {
  const result = new Map<string, unknown>();
  for (const [key, value] of patches.flatMap(patch => Object.entries(patch))) {
    const known = result.get(key);
    result.set(
      key,
      isMap(known) && isMap(value) ? together([known, value]) : value,
    );
  }
  return Object.fromEntries(result);
}

function isMap(value: unknown): value is Patch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For the middle of a sentence. */
function low(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** What the patch sets, as "/path=value". */
export function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) {
    return [`${path}=${JSON.stringify(value)}`];
  }
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, `${path}/${key}`),
  );
}
