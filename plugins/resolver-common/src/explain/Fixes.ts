import { recordOf } from '../answer/recordOf';
import type { Problem } from '../request/Problem';
import type { Budget } from '../solver/Budget';
import type { Incompatibility } from '../solver/Incompatibility';
import type { Fix } from '../types';
import {
  advanced,
  lastResort,
  patchOf,
  type Branch,
  type Refused,
} from './Branch';
import {
  combined,
  describeAll,
  leavesOf,
  together,
  type Patch,
} from './combined';
import { concessionsOf } from './concessions';
import { fixCandidates, type FixCandidate } from './fixCandidates';
import { forcedVersions } from './forcedVersions';
import { causesOf } from './proof';

const MOST_FIXES = 3;
/** Changes that one fix may consist of, before what is left is to do without roots. */
const MOST_CHANGES = 3;
/**
 * Requests that are resolved for the fixes of one refusal, once no single change helps: fewer in large environments, which take
 * longer. Counted and not timed, so that every machine finds the same.
 */
const MOST_TRIES = 80;
const FEWEST_TRIES = 12;
const TRIED_PACKAGES = 2_000;
/** Of the options that let something happen, so many are set at most, beside the roots that are done without. */
const MOST_LEAVES = 8;

/** Resolves the request with a patch: the solution, or why there is none; undefined when no time is left, or it is no request. */
export type TryPatch = (
  patch: Patch,
) =>
  | { solution: ReadonlyMap<string, string> }
  | Pick<Refused, 'world' | 'failure'>
  | undefined;

/** Finds changes of the request that work, by trying them. See docs/design/resolver.md, section 7. */
export class Fixes {
  private readonly found: Fix[] = [];
  private triesLeft = Infinity;

  constructor(
    private readonly tryPatch: TryPatch,
    private readonly budget: Budget,
  ) {}

  /**
   * One change where one is enough; else two or three, each read off the proof that the ones before it leave; where many roots stand in
   * each other's way, one fix that lets the others in; else without roots.
   */
  list(refused: Refused): Fix[] {
    const first = { changes: [], refused };
    let branches = this.grow([first], ({ world, failure, conflict }) =>
      fixCandidates(world, failure, conflict),
    );
    if (this.found.length > 0) return this.found;
    branches.push(
      ...this.grow([first], ({ world, failure }) =>
        forcedVersions(world, failure),
      ),
    );
    const concessions = concessionsOf(refused.world, this.budget);
    if (concessions.length > MOST_CHANGES) this.consider(combined(concessions));
    if (this.found.length > 0) return varied(this.found);
    this.triesLeft = triesFor(refused.world.problem);
    for (let size = 2; size <= MOST_CHANGES && !this.isDone; size++) {
      branches = this.grow(advanced(branches), candidatesOf);
    }
    if (this.found.length === 0) this.doWithout(first);
    return this.found;
  }

  private get isDone(): boolean {
    return this.found.length > 0 || this.isSpent;
  }

  private get isSpent(): boolean {
    return this.budget.isOver || this.triesLeft <= 0;
  }

  /** Tries every branch with one change more. @returns those that do not help yet */
  private grow(
    branches: Branch[],
    candidates: (refused: Refused) => FixCandidate[],
  ): Branch[] {
    const next: Branch[] = [];
    for (const { changes, refused } of branches) {
      for (const candidate of candidates(refused)) {
        if (this.found.length === MOST_FIXES || this.isSpent) return next;
        const branch = this.consider(combined([...changes, candidate]));
        if (branch) next.push(branch);
      }
    }
    return next;
  }

  private consider(changes: FixCandidate[]): Branch | undefined {
    const outcome = this.isIdle(changes) ? undefined : this.attempt(changes);
    if (outcome && 'refused' in outcome) return outcome;
    if (outcome && !isCovered(outcome.patch, this.found))
      this.found.push(outcome);
    return undefined;
  }

  /** Where a part of the changes is known to be enough, there is no need to find out. Counts as tried all the same. */
  private isIdle(changes: FixCandidate[]): boolean {
    if (changes.some(({ root }) => root !== undefined)) return false;
    if (!isCovered(patchOf(changes), this.found)) return false;
    this.triesLeft--;
    return true;
  }

  private attempt(changes: FixCandidate[]): Fix | Branch | undefined {
    const patch = patchOf(changes);
    const outcome = this.try(patch);
    if (!outcome) return undefined;
    if ('failure' in outcome) {
      const { world, failure } = outcome;
      const conflict = rootsOf(failure);
      return { changes, refused: { world, failure, conflict } };
    }
    const { solution } = outcome;
    const pins = changes.flatMap(({ root }) =>
      root === undefined ? [] : { roots: { [root]: solution.get(root) } },
    );
    const description = describeAll(changes, solution);
    if (pins.length === 0) return toFix(description, patch, solution);
    const pinned = together([patch, ...pins]);
    const again = this.try(pinned);
    return again && 'solution' in again
      ? toFix(description, pinned, again.solution)
      : undefined;
  }

  private try(patch: Patch): ReturnType<TryPatch> {
    this.triesLeft--;
    return this.tryPatch(patch);
  }

  /** One root of each conflict, and leave to remove where no root is to blame, until the rest can be resolved. */
  private doWithout(first: Branch) {
    let branch = first;
    const { roots } = first.refused.world.problem;
    for (let left = roots.size + MOST_LEAVES; left > 0; left--) {
      const change = lastResort(branch);
      const outcome =
        change && this.attempt(combined([...branch.changes, change]));
      if (!outcome) return;
      if (!('refused' in outcome)) {
        this.found.push(outcome);
        return;
      }
      branch = outcome;
    }
  }
}

function triesFor({ roots, installed }: Problem): number {
  const size = Math.max(1, roots.size + installed.size);
  const tries = Math.floor(TRIED_PACKAGES / size);
  return Math.max(FEWEST_TRIES, Math.min(MOST_TRIES, tries));
}

function candidatesOf({ world, failure, conflict }: Refused): FixCandidate[] {
  return [
    ...fixCandidates(world, failure, conflict),
    ...forcedVersions(world, failure),
  ];
}

function rootsOf(failure: Incompatibility): Map<string, string> {
  return new Map(
    causesOf(failure, 'root').map(cause => [cause.package.name, cause.range]),
  );
}

/** A fix that asks for more than one that works is none. */
function isCovered(patch: Patch, found: Fix[]): boolean {
  const leaves = leavesOf(patch);
  return found.some(fix =>
    leavesOf(fix.patch).every(leaf => leaves.includes(leaf)),
  );
}

function toFix(
  description: string,
  patch: Patch,
  solution: ReadonlyMap<string, string>,
): Fix {
  return { description, patch, solution: recordOf(solution) };
}

/** The most that are told, of which the last is of another kind than those before it. */
function varied(fixes: readonly Fix[]): Fix[] {
  return fixes.length <= MOST_FIXES
    ? [...fixes]
    : [...fixes.slice(0, MOST_FIXES - 1), ...fixes.slice(-1)];
}
