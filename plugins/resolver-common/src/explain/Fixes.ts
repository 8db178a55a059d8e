import type { Problem } from '../request/Problem';
import type { Budget } from '../solver/Budget';
import type { Incompatibility } from '../solver/Incompatibility';
import type { Fix } from '../types';
import type { World } from '../world/World';
import {
  fixCandidates,
  withoutRoots,
  type FixCandidate,
} from './fixCandidates';
import { forcedVersions } from './forcedVersions';
import { joined } from './StatesText';

const MOST_FIXES = 3;
/** Of the candidates that do not help alone, so many are tried two at a time. */
const MOST_PAIRED = 10;

type Patch = Record<string, unknown>;

/** Resolves the request with a patch: the solution, or undefined where there is none or no time is left. */
export type TryPatch = (
  patch: Patch,
) => { problem: Problem; solution: ReadonlyMap<string, string> } | undefined;

/** Finds changes of the request that work, by trying them. See docs/design/resolver.md, section 7. */
export class Fixes {
  private readonly found: Fix[] = [];

  constructor(
    private readonly tryPatch: TryPatch,
    private readonly budget: Budget,
  ) {}

  /** One change where one is enough; else two; else without some roots. */
  list(
    world: World,
    failure: Incompatibility,
    conflict: ReadonlyMap<string, string>,
    rootsInTheWay: () => string[],
  ): Fix[] {
    const candidates = fixCandidates(world, failure, conflict);
    this.considerAll(candidates.map(one => [one]));
    const forced = forcedVersions(world, failure);
    this.considerUnlessFound(() => forced.map(one => [one]));
    const some = [...candidates.slice(0, MOST_PAIRED), ...forced];
    this.considerUnlessFound(() => pairs(some.slice(0, 2 * MOST_PAIRED)));
    this.considerUnlessFound(() => {
      const roots = rootsInTheWay();
      return roots.length > 0 ? [[withoutRoots(roots)]] : [];
    });
    return this.found;
  }

  private considerUnlessFound(make: () => FixCandidate[][]) {
    if (this.found.length === 0) this.considerAll(make());
  }

  private considerAll(all: FixCandidate[][]) {
    all.forEach(changes => this.consider(changes));
  }

  private consider(changes: FixCandidate[]) {
    if (this.found.length === MOST_FIXES || this.budget.isOver) return;
    const fix = this.attempt(changes);
    if (fix && !isCovered(fix, this.found)) this.found.push(fix);
  }

  private attempt(changes: FixCandidate[]): Fix | undefined {
    const patch = together(changes.map(change => change.patch));
    const solution = this.tryPatch(patch)?.solution;
    if (!solution) return undefined;
    const versions = changes.map(({ root }) => root && solution.get(root));
    const pins = changes.map(({ root }, index) =>
      root === undefined ? {} : { roots: { [root]: versions[index] } },
    );
    const texts = changes.map(({ describe }, index) =>
      describe(versions[index]),
    );
    const description = joined([texts[0]!, ...texts.slice(1).map(low)], 'and');
    if (changes.every(({ root }) => root === undefined))
      return toFix(description, patch, solution);
    const pinned = together([patch, ...pins]);
    const again = this.tryPatch(pinned);
    return again && toFix(description, pinned, again.solution);
  }
}

function pairs<T>(items: T[]): T[][] {
  return items.flatMap((first, index) =>
    items.slice(index + 1).map(second => [first, second]),
  );
}

/** One patch with all changes. Later ones win; unlike with `mergePatch`, deletions stay in. */
function together(patches: Patch[]): Patch {
  const result = new Map<string, unknown>();
  for (const [key, value] of patches.flatMap(patch => Object.entries(patch))) {
    const known = result.get(key);
    const isBoth = isObject(known) && isObject(value);
    result.set(key, isBoth ? together([known, value]) : value);
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is Patch {
  return typeof value === 'object' && value !== null;
}

/** For the middle of a sentence. */
function low(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** A fix that asks for more than one that works is none. */
function isCovered(fix: Fix, found: Fix[]): boolean {
  const leaves = leavesOf(fix.patch);
  return found.some(({ patch }) =>
    leavesOf(patch).every(leaf => leaves.includes(leaf)),
  );
}

function leavesOf(value: unknown, path = ''): string[] {
  if (!isObject(value)) return [`${path}=${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, `${path}/${key}`),
  );
}

function toFix(
  description: string,
  patch: Patch,
  solution: ReadonlyMap<string, string>,
): Fix {
  return { description, patch, solution: Object.fromEntries(solution) };
}
