import { resolve } from './resolve';
import { ladder } from './testWorlds/ladder';
import { Random } from './testWorlds/Random';
import { smallWorld } from './testWorlds/smallWorld';
import { world } from './testWorlds/worlds';
import type { PackageFacts, ResolveAnswer, ResolveRequest } from './types';

/** A clock that moves on by one whenever it is read. */
function clock() {
  let time = 0;
  return () => time++;
}

/** One pigeon more than holes: too long to refute. */
function pigeons(holes: number): ResolveRequest {
  const names = Array.from({ length: holes + 1 }, (_, index) => `p${index}`);
  const packages: PackageFacts = {};
  for (const name of names) {
    packages[name] = {};
    for (let hole = 1; hole <= holes; hole++) {
      const others = names.filter(other => other !== name);
      packages[name][`${hole}.0.0`] = {
        conflicts: Object.fromEntries(
          others.map(other => [other, `${hole}.0.0`]),
        ),
      };
    }
  }
  const roots = Object.fromEntries(names.map(name => [name, '*']));
  return { packages, roots };
}

function withTime(request: ResolveRequest, timeoutMs: number): ResolveAnswer {
  const options = { ...request.options, timeoutMs };
  return resolve({ ...request, options }, { now: clock() });
}

describe('resolve, out of time', () => {
  it('says that it gave up, and how far it came', () => {
    expect(withTime(pigeons(9), 2_000)).toEqual({
      ok: false,
      error: {
        code: 'TIMEOUT',
        field: '/options/timeoutMs',
        message:
          'gave up after 2 s without a solution and without a proof that there is none',
        partial: {
          decided: expect.objectContaining({}),
          facts: expect.arrayContaining([expect.stringContaining('not go')]),
          tries: expect.any(Number),
        },
      },
    });
  });

  it('ends in time by the real clock', () => {
    const request = pigeons(11);
    const start = performance.now();
    const answer = resolve({ ...request, options: { timeoutMs: 500 } });
    expect(answer).toMatchObject({ error: { code: 'TIMEOUT' } });
    expect(performance.now() - start).toBeLessThan(500 * 1.2 + 200);
  });

  it('ends in time where one conclusion leads to the next', () => {
    const request = ladder(4_000);
    const start = performance.now();
    const answer = resolve({ ...request, options: { timeoutMs: 500 } });
    expect(answer).toMatchObject({ error: { code: 'TIMEOUT' } });
    expect(performance.now() - start).toBeLessThan(500 * 1.2 + 2_000);
  });

  it('never takes a step more after the time is over', () => {
    for (let timeoutMs = 1; timeoutMs < 400; timeoutMs += 7) {
      let reads = 0;
      const now = () => reads++;
      resolve({ ...pigeons(5), options: { timeoutMs } }, { now });
      expect(reads).toBeLessThan(timeoutMs + 100);
    }
  });

  it('gives the solution that it has, when only the proof that it is the best is missing', () => {
    const packages = world({
      'ui 1.0.0': { dependencies: { table: '*' } },
      'ui 2.0.0': { dependencies: { table: '>=2.0.0' } },
      'table 1.0.0 2.0.0': { dependencies: { theme: '^1.0.0' } },
      'table 3.0.0': { dependencies: { theme: '^2.0.0' } },
      'theme 1.0.0 2.0.0': {},
    });
    const installed = { ui: '1.0.0', table: '1.0.0', theme: '1.0.0' };
    const seen = new Set<string>();
    for (let timeoutMs = 1; timeoutMs < 100; timeoutMs++) {
      const request = { packages, roots: { ui: '^2.0.0' }, installed };
      const answer = withTime(request, timeoutMs);
      seen.add(answer.ok ? `optimal: ${answer.optimal}` : 'nothing');
    }
    expect(seen).toEqual(
      new Set(['nothing', 'optimal: false', 'optimal: true']),
    );
  });

  it('names as the conflict what the proof that it tells speaks of, whenever the time ends', () => {
    let told = 0;
    for (let seed = 40; seed < 80; seed++) {
      const request = smallWorld(new Random(seed));
      for (let timeoutMs = 1; timeoutMs < 120; timeoutMs++) {
        const answer = withTime(request, timeoutMs);
        if (!('conflict' in answer)) continue;
        const asked = answer.explanation.matchAll(
          /the request asks for (\S+)/g,
        );
        for (const [, name] of asked) {
          expect({ seed, timeoutMs, name, ...answer.conflict }).toHaveProperty([
            name!,
          ]);
          told++;
        }
      }
    }
    expect(told).toBeGreaterThan(100);
  });

  it('explains what it has proven, with the fixes that it had the time to try', () => {
    const request = pigeons(3);
    const numbers = new Set<number>();
    for (let timeoutMs = 1; timeoutMs < 600; timeoutMs++) {
      const answer = withTime(request, timeoutMs);
      if ('fixes' in answer) numbers.add(answer.fixes.length);
    }
    expect(numbers).toContain(0);
    expect(numbers).toContain(3);
  });
});
