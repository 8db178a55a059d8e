import fc from 'fast-check';
import { Checker } from './answer/Checker';
import { readRequest } from './request/readRequest';
import { RequestPackages } from './request/RequestPackages';
import { resolve } from './resolve';
import { Random } from './testWorlds/Random';
import { smallWorld } from './testWorlds/smallWorld';
import type {
  PackageFacts,
  ResolveRequest,
  ResolveSuccess,
  VersionFacts,
} from './types';

const seeds = fc.integer({ min: 1_000_000, max: 9_000_000 });
const still = { now: () => 0 };

describe('resolve', () => {
  it('gives the same bytes for any order of the input', () => {
    for (let seed = 0; seed < 40; seed++) {
      const request = smallWorld(new Random(seed));
      // Every second world with whole packages read, as where there are many conflicts.
      const context = seed % 2 === 0 ? { ...still, readWholeAfter: 0 } : still;
      const expected = JSON.stringify(resolve(request, context));
      for (let shuffle = 0; shuffle < 100; shuffle++) {
        const shuffled = shuffledDeep(
          request,
          new Random(shuffle),
        ) as ResolveRequest;
        expect(JSON.stringify(resolve(shuffled, context))).toBe(expected);
      }
    }
  });

  it('does not depend on packages that nothing leads to', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const random = new Random(seed);
        const request = smallWorld(random);
        const { packages: others } = smallWorld(random);
        const packages = { ...request.packages, ...uninvolved(others!) };
        const { stats: _, ...expected } = resolve(
          request,
          still,
        ) as ResolveSuccess;
        expect(resolve({ ...request, packages }, still)).toMatchObject(
          expected,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never reads packages that nothing leads to', () => {
    const packages: PackageFacts = {
      a: { '1.0.0': { dependencies: { b: '^1.0.0' } } },
      b: { '1.0.0': {} },
      uninvolved: { '1.0.0': {}, '2.0.0': {} },
    };
    const read: string[] = [];
    const source = RequestPackages.create(packages);
    const spy = {
      names: () => source.names(),
      versionsOf: (name: string) => {
        read.push(name);
        return source.versionsOf(name);
      },
      factsOf: (name: string, version: string) => source.factsOf(name, version),
    };
    expect(resolve({ roots: { a: '*' } }, { source: spy })).toMatchObject({
      ok: true,
    });
    expect(new Set(read)).toEqual(new Set(['a', 'b']));
  });

  it('solves what it solved before when something is asked for no more', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const random = new Random(seed);
        const request = withoutCapabilities(smallWorld(random));
        const { ok } = resolve(request, still);
        const less = withoutOneDemand(request, random);
        expect(!ok || resolve(less, still).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('orders steps so that every state between them is valid', () => {
    let checked = 0;
    for (let seed = 0; seed < 6_000; seed++) {
      const request = smallWorld(new Random(seed));
      const answer = resolve(request, still);
      const installed = new Map(Object.entries(request.installed ?? {}));
      if (!answer.ok || isFaulty(request, installed)) continue;
      for (const { packages, atomic } of answer.steps) {
        expect(atomic).toBe(packages.length > 1);
        for (const name of packages) {
          const version = answer.solution[name];
          if (version === undefined) installed.delete(name);
          else installed.set(name, version);
        }
        expect({
          seed,
          packages,
          faulty: isFaulty(request, installed),
        }).toEqual({ seed, packages, faulty: false });
        checked++;
      }
      expect(Object.fromEntries(installed)).toEqual(answer.solution);
    }
    expect(checked).toBeGreaterThan(300);
  });

  it('gives the same again from its own lock, without a change', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const request = { ...smallWorld(new Random(seed)), update: [] };
        const first = resolve(request, still);
        // What was removed because it may not get older is not installed any more, and may come back at an older version.
        if (!first.ok || first.changes.some(({ kind }) => kind === 'remove'))
          return;
        const again = resolve({ ...request, installed: first.solution }, still);
        expect(again).toMatchObject({
          ok: true,
          solution: first.solution,
          changes: [],
          steps: [],
        });
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether the relations of a state do not hold; what is there may be there. */
function isFaulty(
  request: ResolveRequest,
  state: Map<string, string>,
): boolean {
  const options = { ...request.options, prune: false };
  const installed = Object.fromEntries(state);
  const problem = readRequest(
    { ...request, roots: {}, installed, options },
    {},
  );
  return new Checker(problem).violations(state).length > 0;
}

function shuffledDeep(value: unknown, random: Random): unknown {
  if (Array.isArray(value))
    return random.shuffle(value.map(item => shuffledDeep(item, random)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    shuffledDeep(member, random),
  ]);
  return Object.fromEntries(random.shuffle(entries));
}

/** Under names that nobody asks for, and without capabilities: who provides one is always of interest. */
function uninvolved(packages: PackageFacts): PackageFacts {
  const all = Object.entries(packages).map(([name, versions]) => {
    const plain = Object.entries(versions).map(
      ([version, { provides: _, ...facts }]) => [version, facts] as const,
    );
    return [`other-${name}`, Object.fromEntries(plain)] as const;
  });
  return Object.fromEntries(all);
}

/** A capability's provider may be there only because of a demand; then less can be too little. */
function withoutCapabilities(request: ResolveRequest): ResolveRequest {
  const packages = Object.entries(request.packages!).map(([name, versions]) => {
    const plain = Object.entries(versions).map(
      ([version, { requires: _, ...facts }]) => [version, facts],
    );
    return [name, Object.fromEntries(plain)];
  });
  const options = { ...request.options, includePrerelease: true };
  return { ...request, packages: Object.fromEntries(packages), options };
}

function withoutOneDemand(
  request: ResolveRequest,
  random: Random,
): ResolveRequest {
  const packages = structuredClone(request.packages!);
  const all: VersionFacts[] = Object.values(packages).flatMap(versions =>
    Object.values(versions),
  );
  const { dependencies } = random.pick(all);
  const targets = Object.keys(dependencies ?? {});
  if (targets.length > 0) delete dependencies![random.pick(targets)];
  const roots = { ...request.roots };
  const names = Object.keys(roots);
  if (targets.length === 0 && names.length > 0)
    delete roots[random.pick(names)];
  return { ...request, packages, roots };
}
