import { resolve } from './resolve';
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
          facts: expect.arrayContaining([expect.stringContaining('p0')]),
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

  it('never takes a step more after the time is over', () => {
    for (let timeoutMs = 1; timeoutMs < 400; timeoutMs += 7) {
      let reads = 0;
      const now = () => reads++;
      resolve({ ...pigeons(5), options: { timeoutMs } }, { now });
      expect(reads).toBeLessThan(timeoutMs + 20);
    }
  });

  it('gives the solution that it has, when only the proof that it is the best is missing', () => {
    const packages = world({
      'a 1.0.0': { dependencies: { m: '*' } },
      'z 1.0.0': { dependencies: { b: '^1.0.0' } },
      'z 2.0.0': { dependencies: { b: '^2.0.0' } },
      'm 1.0.0 2.0.0': { dependencies: { b: '^1.0.0' } },
      'b 1.0.0 2.0.0': {},
    });
    const request = { packages, roots: { a: '*', z: '*' } };
    const seen = new Set<string>();
    for (let timeoutMs = 1; timeoutMs < 60; timeoutMs++) {
      const answer = withTime(request, timeoutMs);
      seen.add(answer.ok ? `optimal: ${answer.optimal}` : 'nothing');
    }
    expect(seen).toEqual(
      new Set(['nothing', 'optimal: false', 'optimal: true']),
    );
  });

  it('explains what it has proven, with the fixes that it had the time to try', () => {
    const request = pigeons(3);
    const numbers = new Set<number>();
    for (let timeoutMs = 1; timeoutMs < 2_000; timeoutMs += 9) {
      const answer = withTime(request, timeoutMs);
      if ('fixes' in answer) numbers.add(answer.fixes.length);
    }
    expect(numbers).toContain(0);
    expect(numbers).toContain(3);
  });
});
