import { readRequest } from '../request/readRequest';
import { Budget } from '../solver/Budget';
import { Search } from '../solver/Search';
import { World } from '../world/World';
import { forcedVersions } from './forcedVersions';

/** Of a chain of packages, each of which asks for the next, and the last for what is not there. */
function forcedOfChain(length: number): string[] {
  const packages = Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `p${index}`,
      { '1.0.0': { dependencies: { [`p${index + 1}`]: '^1.0.0' } } },
    ]),
  );
  const request = { packages, roots: { p0: '*' } };
  const world = new World(readRequest(request, {}));
  const demanded = { roots: world.problem.roots, kept: new Map() };
  const budget = new Budget(() => 0, 1);
  const solver = Search.feasibility(world, demanded, budget);
  expect(solver.search()).toBe(false);
  return forcedVersions(world, solver.failure!).map(({ patch }) =>
    JSON.stringify(patch.options),
  );
}

describe('forcedVersions', () => {
  it('are of packages that are asked for in vain', () => {
    expect(forcedOfChain(3).sort()).toEqual([
      '{"overrides":{"p1":"1.0.0"}}',
      '{"overrides":{"p2":"1.0.0"}}',
    ]);
  });

  it('are not worth the time where many packages are', () => {
    expect(forcedOfChain(8)).toHaveLength(7);
    expect(forcedOfChain(9)).toEqual([]);
  });
});
