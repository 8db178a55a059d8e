import { TimeIsUp, type Budget } from '../solver/Budget';
import type { World } from '../world/World';
import {
  anotherVersion,
  withoutRoots,
  type FixCandidate,
} from './fixCandidates';
import { RootsTogether } from './RootsTogether';

/** Half of the time that a request has by default. */
const MOST_MS = 2_500;

/**
 * Changes of the roots alone with which the rest of the request has a solution. None without the time to find them, or where no root
 * is to blame.
 */
export function concessionsOf(world: World, budget: Budget): FixCandidate[] {
  const { roots } = world.problem;
  try {
    const found = new RootsTogether(world, budget.atMost(MOST_MS)).find();
    if (!found) return [];
    return [
      ...found.moved.map(root => anotherVersion(root, roots.get(root)!)),
      ...found.dropped.map(root => withoutRoots([root])),
    ];
  } catch (error) {
    if (!(error instanceof TimeIsUp)) throw error;
    return [];
  }
}
