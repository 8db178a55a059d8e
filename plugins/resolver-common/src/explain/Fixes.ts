import type { Problem } from '../request/Problem';
import type { Incompatibility } from '../solver/Incompatibility';
import type { Fix } from '../types';
import type { World } from '../world/World';
import {
  fixCandidates,
  withoutRoots,
  type FixCandidate,
} from './fixCandidates';

const MOST_FIXES = 3;

/** Resolves the request with a patch: the solution, or undefined where there is none or no time is left. */
export type TryPatch = (
  patch: Record<string, unknown>,
) => { problem: Problem; solution: ReadonlyMap<string, string> } | undefined;

/** Finds changes of the request that work, by trying them. See docs/design/resolver.md, section 7. */
export class Fixes {
  constructor(private readonly tryPatch: TryPatch) {}

  list(
    world: World,
    failure: Incompatibility,
    conflict: ReadonlyMap<string, string>,
  ): Fix[] {
    const found: Fix[] = [];
    for (const candidate of fixCandidates(world, failure, conflict)) {
      const fix = found.length < MOST_FIXES && this.attempt(candidate);
      if (fix && !isCovered(fix, found)) found.push(fix);
    }
    return found;
  }

  /** When there are several conflicts, no small change helps. */
  without(roots: string[]): Fix[] {
    const fix = roots.length > 0 && this.attempt(withoutRoots(roots));
    return fix ? [fix] : [];
  }

  private attempt({ patch, describe, root }: FixCandidate): Fix | undefined {
    const outcome = this.tryPatch(patch);
    if (!outcome) return undefined;
    if (root === undefined)
      return toFix(describe(undefined), patch, outcome.solution);
    const version = outcome.solution.get(root);
    const pinned =
      version === undefined ? undefined : { roots: { [root]: version } };
    const again = pinned && this.tryPatch(pinned);
    return again && toFix(describe(version), pinned, again.solution);
  }
}

/** A fix that asks for more than one that works is none. */
function isCovered(fix: Fix, found: Fix[]): boolean {
  const leaves = leavesOf(fix.patch);
  return found.some(({ patch }) =>
    leavesOf(patch).every(leaf => leaves.includes(leaf)),
  );
}

function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null)
    return [`${path}=${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, `${path}/${key}`),
  );
}

function toFix(
  description: string,
  patch: Record<string, unknown>,
  solution: ReadonlyMap<string, string>,
): Fix {
  return { description, patch, solution: Object.fromEntries(solution) };
}
