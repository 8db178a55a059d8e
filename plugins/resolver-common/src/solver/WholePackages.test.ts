import { readRequest } from '../request/readRequest';
import { crowdedWorld } from '../testWorlds/crowdedWorld';
import { ladder } from '../testWorlds/ladder';
import { Random } from '../testWorlds/Random';
import { World } from '../world/World';
import { Budget } from './Budget';
import { Search } from './Search';
import { WholePackages } from './WholePackages';

const WORLDS = 20;

/** Searches of one and the same world for all that the request asks for. */
function searches(seed: number, readWholeAfter: number) {
  const request = crowdedWorld(new Random(seed));
  const world = new World(readRequest(request, { readWholeAfter }));
  const roots = new Map(Object.entries(request.roots!));
  const budget = new Budget(() => 0, 1);
  return () => {
    const demanded = { roots, kept: new Map() };
    const solver = Search.feasibility(world, demanded, budget);
    return { found: solver.search(), tries: solver.tries };
  };
}

/** Beside so many packages that have nothing to do with the conflicts. */
function conflictsBeforeReading(bystanders: number): number {
  const { packages, roots } = ladder(300);
  const quiet = Array.from({ length: bystanders }, (_, index) => `q${index}`);
  const request = {
    packages: {
      ...packages,
      ...Object.fromEntries(quiet.map(name => [name, { '1.0.0': {} }])),
    },
    roots: {
      ...roots,
      ...Object.fromEntries(quiet.map(name => [name, '*'])),
    },
  };
  const isDue = jest.spyOn(WholePackages.prototype, 'isDue').mockClear();
  const world = new World(readRequest(request, {}));
  const demanded = { roots: world.problem.roots, kept: new Map() };
  Search.feasibility(world, demanded, new Budget(() => 0, 1)).search();
  const first = isDue.mock.results.findIndex(({ value }) => value);
  return isDue.mock.calls[first]![0];
}

describe('WholePackages', () => {
  it('are read at most once for each doubling of the conflicts', () => {
    const isDue = jest.spyOn(WholePackages.prototype, 'isDue');
    const readings = { seen: 0, allowed: 0 };
    for (let seed = 0; seed < WORLDS; seed++) {
      isDue.mockClear();
      const { tries } = searches(seed, 4)();
      const seen = isDue.mock.results.filter(({ value }) => value).length;
      const allowed = 1 + Math.log2(Math.max(1, tries / 4));
      expect(seen).toBeLessThanOrEqual(allowed);
      readings.seen += seen;
      readings.allowed += allowed;
    }
    expect(readings.seen).toBeGreaterThan(readings.allowed / 2);
  });

  it('are read later where more packages would have to be', () => {
    expect(conflictsBeforeReading(0)).toBe(128);
    expect(conflictsBeforeReading(1_598)).toBe(200);
  });

  it('are read no further once there is no solution', () => {
    const read = new Set<string>();
    const versions = Array.from({ length: 20 }, (_, age) => `1.${age}.0`);
    const facts = (name: string) =>
      name === 'a' ? { dependencies: { missing: '*' } } : {};
    const source = {
      names: () => ['a', 'b'],
      versionsOf: (name: string) => (name === 'missing' ? undefined : versions),
      factsOf: (name: string, version: string) => {
        read.add(`${name} ${version}`);
        return facts(name);
      },
      markedVersionsOf: () => [],
    };
    const context = { source, readWholeAfter: 0 };
    const world = new World(
      readRequest({ roots: { a: '*', b: '*' } }, context),
    );
    const demanded = { roots: world.problem.roots, kept: new Map() };
    const solver = Search.feasibility(world, demanded, new Budget(() => 0, 1));
    expect(solver.search()).toBe(false);
    expect(read).toContain('a 1.0.0');
    expect(read).not.toContain('b 1.0.0');
  });

  it('are there from the start where another search of the same world met trouble', () => {
    const tries = { first: 0, second: 0 };
    for (let seed = 0; seed < WORLDS; seed++) {
      const search = searches(seed, 10);
      const [first, second] = [search(), search()];
      expect(second.found).toBe(first.found);
      tries.first += first.tries;
      tries.second += second.tries;
    }
    expect(2 * tries.second).toBeLessThan(tries.first);
  });
});
