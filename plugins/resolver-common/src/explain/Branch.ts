import type { Incompatibility } from '../solver/Incompatibility';
import type { World } from '../world/World';
import { leavesOf, together, type Patch } from './combined';
import { fixCandidates, type FixCandidate } from './fixCandidates';

/** Of the attempts that did not help, so many are taken further. */
const MOST_BRANCHES = 8;

/** What may go needs nothing. */
const LEAVE_TO_REMOVE = '/options/allowRemove=true';

/** Why a request has no solution. */
export interface Refused {
  world: World;
  failure: Incompatibility;
  /** Roots that have no solution together. */
  conflict: ReadonlyMap<string, string>;
}

/** Changes that were tried together in vain, and what stands in the way then. */
export interface Branch {
  changes: FixCandidate[];
  refused: Refused;
}

/** One patch with all changes. */
export function patchOf(changes: FixCandidate[]): Patch {
  return together(changes.map(({ patch }) => patch));
}

/** Those first that something else stands in the way of than before. */
export function advanced(branches: Branch[]): Branch[] {
  const roots = ({ changes }: Branch) =>
    changes.flatMap(({ patch }) => Object.keys(patch.roots ?? {}));
  const isStuck = (branch: Branch) =>
    roots(branch).some(root => branch.refused.conflict.has(root));
  return branches
    .map((branch, index) => ({ branch, index, stuck: Number(isStuck(branch)) }))
    .sort((a, b) => a.stuck - b.stuck || a.index - b.index)
    .slice(0, MOST_BRANCHES)
    .map(({ branch }) => branch);
}

/** Something that was not tried before: it would lead nowhere again. */
export function lastResort({
  changes,
  refused: { world, failure, conflict },
}: Branch): FixCandidate | undefined {
  const known = leavesOf(patchOf(changes));
  const all = fixCandidates(world, failure, conflict).filter(({ patch }) =>
    leavesOf(patch).some(leaf => !known.includes(leaf)),
  );
  const options = all.filter(({ patch }) => 'options' in patch);
  return (
    all.find(({ drops }) => drops !== undefined) ??
    options.find(({ patch }) => leavesOf(patch).includes(LEAVE_TO_REMOVE)) ??
    options.pop()
  );
}
