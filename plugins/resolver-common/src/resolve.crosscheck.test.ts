import { mergePatch } from './request/mergePatch';
import type { SearchContext } from './request/readRequest';
import { resolve } from './resolve';
import { Oracle } from './testWorlds/oracle';
import { Random } from './testWorlds/Random';
import { smallWorld } from './testWorlds/smallWorld';
import type { ResolveConflict, ResolveRequest, ResolveSuccess } from './types';

/** Random worlds, about a third of them solvable. */
const WORLDS = process.env.SCENESHIFT_FULL === '1' ? 200_000 : 14_000;
const CHUNK = 2_000;

describe('resolve, against exhaustive search', () => {
  const chunks = Array.from(
    { length: WORLDS / CHUNK },
    (_, index) => index * CHUNK,
  );
  const counts = { solved: 0, refused: 0, fixes: 0 };

  it.each(chunks)('agrees in the worlds from %d', first => {
    for (let seed = first; seed < first + CHUNK; seed++)
      check(seed, smallWorld(new Random(seed)));
    expect(counts.solved + counts.refused).toBe(first + CHUNK);
  });

  it('has seen many of both kinds', () => {
    expect(counts.solved).toBeGreaterThan(WORLDS / 5);
    expect(counts.refused).toBeGreaterThan(WORLDS / 5);
    expect(counts.fixes).toBeGreaterThan(WORLDS / 5);
  });

  function check(seed: number, request: ResolveRequest) {
    // Half of them as where there are many conflicts.
    const readWholeAfter = seed % 2 === 0 ? 0 : undefined;
    const context: SearchContext = { now: () => 0, readWholeAfter };
    const answer = resolve(request, context);
    if ('error' in answer)
      throw new Error(`World ${seed}: ${answer.error.message}`);
    const best = new Oracle(request).best();
    expect({ seed, ok: answer.ok }).toEqual({ seed, ok: best !== undefined });
    if (answer.ok) checkSuccess(seed, answer, best!);
    else checkConflict(seed, request, answer);
  }

  /** In every criterion, so that there is one right answer. */
  function checkSuccess(
    seed: number,
    answer: ResolveSuccess,
    best: Map<string, string>,
  ) {
    counts.solved++;
    const { solution, optimal } = answer;
    expect({ seed, solution, optimal }).toEqual({
      seed,
      solution: Object.fromEntries(best),
      optimal: true,
    });
  }

  function checkConflict(
    seed: number,
    request: ResolveRequest,
    answer: ResolveConflict,
  ) {
    counts.refused++;
    counts.fixes += answer.fixes.length;
    expect({ seed, smallest: isSmallest(request, answer.conflict) }).toEqual({
      seed,
      smallest: true,
    });
    for (const { patch, solution } of answer.fixes) {
      const best = new Oracle(
        mergePatch(request, patch) as ResolveRequest,
      ).best();
      expect({ seed, patch, solution }).toEqual({
        seed,
        patch,
        solution: best && Object.fromEntries(best),
      });
    }
  }

  /** These roots have no solution, but any part of them has. So for installed packages, where no root is to blame. */
  function isSmallest(
    request: ResolveRequest,
    conflict: Record<string, string>,
  ): boolean {
    const names = Object.keys(conflict);
    const isPossible = isSolvable(request, {})
      ? (some: string[]) => isSolvable(request, pick(conflict, some))
      : (some: string[]) => isSolvable(request, {}, some);
    const parts = names.map(left => names.filter(name => name !== left));
    return !isPossible(names) && parts.every(isPossible);
  }
});

function isSolvable(
  request: ResolveRequest,
  roots: Record<string, string>,
  kept?: string[],
): boolean {
  return new Oracle({ ...request, roots }, kept).solutions().length > 0;
}

function pick(all: Record<string, string>, names: string[]) {
  return Object.fromEntries(names.map(name => [name, all[name]!]));
}
