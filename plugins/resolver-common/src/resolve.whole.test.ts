import { RequestPackages } from './request/RequestPackages';
import type { SearchContext } from './request/readRequest';
import { resolve } from './resolve';
import { crowdedWorld } from './testWorlds/crowdedWorld';
import { ladder } from './testWorlds/ladder';
import { Random } from './testWorlds/Random';
import type { PackageFacts, ResolveAnswer, ResolveRequest } from './types';

const WORLDS = 80;

/** With a clock that stands still. */
function reading(readWholeAfter: number): SearchContext {
  return { now: () => 0, readWholeAfter };
}

/** What may not depend on how it was found. Of several smallest conflicts any will do. */
function essence(answer: ResolveAnswer) {
  if ('error' in answer) throw new Error(answer.error.message);
  const { ok } = answer;
  return ok
    ? { ok, solution: answer.solution, optimal: answer.optimal }
    : { ok };
}

/** Six of the packages one to three versions back. */
function withOlder(
  solution: Record<string, string>,
  packages: PackageFacts,
  random: Random,
): Record<string, string> {
  const older = random
    .shuffle(Object.keys(solution))
    .slice(0, 6)
    .map(name => {
      const versions = Object.keys(packages[name]!);
      const place = versions.indexOf(solution[name]!) - 1 - random.below(3);
      return [name, versions[Math.max(0, place)]!];
    });
  return { ...solution, ...Object.fromEntries(older) };
}

/** Requests that have nothing to do with each other, as one. */
function sideBySide(parts: readonly ResolveRequest[]): ResolveRequest {
  const renamed = parts.map(
    (part, index) =>
      JSON.parse(
        JSON.stringify(part).replace(/"p(\d\d)"/g, `"r${index}-$1"`),
      ) as ResolveRequest,
  );
  return {
    packages: Object.assign({}, ...renamed.map(part => part.packages)),
    roots: Object.assign({}, ...renamed.map(part => part.roots)),
  };
}

/** Undefined when there is no solution. */
function triesOf(
  request: ResolveRequest,
  readWholeAfter: number,
): number | undefined {
  const answer = resolve(request, reading(readWholeAfter));
  return answer.ok ? answer.stats.tries : undefined;
}

describe('resolve, where there are many conflicts', () => {
  it('answers the same whether it reads versions one by one or whole packages, in fewer tries', () => {
    const worlds = { solved: 0, refused: 0 };
    const tries = { whole: 0, late: 0, never: 0 };
    for (let seed = 0; seed < WORLDS; seed++) {
      const request = crowdedWorld(new Random(seed));
      const ask = (readWholeAfter: number) =>
        resolve(request, reading(readWholeAfter));
      const [whole, late, never] = [ask(0), ask(10), ask(Infinity)];
      expect({ seed, ...essence(whole) }).toEqual({ seed, ...essence(never) });
      expect({ seed, ...essence(late) }).toEqual({ seed, ...essence(never) });
      if (whole.ok && late.ok && never.ok) {
        worlds.solved++;
        tries.whole += whole.stats.tries;
        tries.late += late.stats.tries;
        tries.never += never.stats.tries;
      } else worlds.refused++;
    }
    expect(worlds.solved).toBeGreaterThan(WORLDS / 5);
    expect(worlds.refused).toBeGreaterThan(WORLDS / 5);
    expect(2 * tries.whole).toBeLessThan(tries.late);
    expect(2 * tries.late).toBeLessThan(tries.never);
  });

  it('reads also what is there without having to be', () => {
    const tries = { late: 0, never: 0 };
    for (let seed = 0; seed < WORLDS / 4; seed++) {
      const { packages, roots } = crowdedWorld(new Random(seed));
      // The newest version leads to all others, the oldest to none.
      const all = { '1.0.0': {}, '2.0.0': { dependencies: roots! } };
      const request = { packages: { ...packages, all }, roots: { all: '*' } };
      const [late, never] = [10, Infinity].map(readWholeAfter =>
        resolve(request, reading(readWholeAfter)),
      );
      expect({ seed, ...essence(late!) }).toEqual({ seed, ...essence(never!) });
      if (!late!.ok || !never!.ok) continue;
      tries.late += late!.stats.tries;
      tries.never += never!.stats.tries;
    }
    expect(3 * tries.late).toBeLessThan(2 * tries.never);
  });

  it('changes no more than has to be, where several installed packages fit no more', () => {
    let changed = 0;
    for (let seed = 0; seed < WORLDS / 2; seed++) {
      const random = new Random(seed);
      const request = crowdedWorld(random);
      const fitting = resolve(request, reading(Infinity));
      if (!fitting.ok) continue;
      const installed = withOlder(fitting.solution, request.packages!, random);
      const [whole, never] = [0, Infinity].map(readWholeAfter =>
        resolve({ ...request, installed }, reading(readWholeAfter)),
      );
      expect({ seed, ...essence(whole!) }).toEqual({
        seed,
        ...essence(never!),
      });
      changed += whole!.ok ? whole!.changes.length : 0;
    }
    expect(changed).toBeGreaterThan(WORLDS);
  });

  it('reads few versions of packages that have nothing to do with the conflicts', () => {
    const crowded = crowdedWorld(new Random(3));
    const quiet = Object.fromEntries(
      Array.from({ length: 50 }, (_, age) => [
        `1.${age}.0`,
        { dependencies: { 'quiet-target': `>=0.${age}.0` } },
      ]),
    );
    const source = RequestPackages.create({
      ...crowded.packages,
      quiet,
      'quiet-target': { '1.0.0': {} },
    });
    const read = new Map<string, Set<string>>();
    const spy = {
      names: () => source.names(),
      versionsOf: (name: string) => source.versionsOf(name),
      factsOf: (name: string, version: string) => {
        read.set(name, (read.get(name) ?? new Set()).add(version));
        return source.factsOf(name, version);
      },
      markedVersionsOf: (name: string) => source.markedVersionsOf?.(name),
    };
    const answer = resolve(
      { roots: { ...crowded.roots, quiet: '*' } },
      { ...reading(1), source: spy },
    );
    expect(answer).toMatchObject({ ok: true });
    const sizes = Object.keys(crowded.packages!).map(
      name => read.get(name)?.size ?? 0,
    );
    expect(Math.max(...sizes)).toBe(16);
    expect(read.get('quiet')?.size).toBeLessThan(4);
  });

  it('follows trouble in other places too', () => {
    let solved = 0;
    for (let seed = 0; seed < WORLDS / 2; seed++) {
      const parts = [seed, seed + WORLDS].map(one =>
        crowdedWorld(new Random(one)),
      );
      const alone = parts.map(part => triesOf(part, 10));
      const together = triesOf(sideBySide(parts), 10);
      if (together === undefined) continue;
      solved++;
      // Once more for the bound that is due after the first reading.
      expect(together).toBeLessThanOrEqual(2 * (alone[0]! + alone[1]!) + 10);
    }
    expect(solved).toBeGreaterThan(2);
  });

  it('concludes at once what version after version would show', () => {
    const tries = [0, Infinity].map(readWholeAfter => {
      const answer = resolve(ladder(200), reading(readWholeAfter));
      if (!('fixes' in answer)) throw new Error('The ladder has no end');
      return answer.stats.tries;
    });
    expect(tries[0]).toBe(1);
    expect(tries[1]).toBeGreaterThan(100);
  });
});
