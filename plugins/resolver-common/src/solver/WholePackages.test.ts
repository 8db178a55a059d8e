import { readRequest } from '../request/readRequest';
import { crowdedWorld } from '../testWorlds/crowdedWorld';
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
