import { readRequest } from '../request/readRequest';
import { Checker } from '../answer/Checker';
import { Oracle } from '../testWorlds/oracle';
import { Random } from '../testWorlds/Random';
import { smallWorld } from '../testWorlds/smallWorld';
import { World } from '../world/World';
import { Budget } from './Budget';
import { Optimizer } from './Optimizer';

const full = process.env.SCENESHIFT_FULL === '1';
const WORLDS = full ? 200_000 : 12_000;

/** Runs of seeds, so that a failure names few. */
const CHUNK = 1_000;

describe('Optimizer', () => {
  const chunks = Array.from(
    { length: WORLDS / CHUNK },
    (_, index) => index * CHUNK,
  );

  it.each(chunks)(
    'finds what exhaustive search finds, in the worlds from %d',
    first => {
      for (let seed = first; seed < first + CHUNK; seed++) {
        const request = smallWorld(new Random(seed));
        const expected = new Oracle(request).best();
        const problem = readRequest(request, {});
        const optimizer = new Optimizer(
          new World(problem),
          new Budget(() => 0, 1),
        );
        const selection = optimizer.run();
        const actual =
          selection &&
          new Map(
            Array.from(selection, ([known, at]) => [
              known.name,
              known.version(at),
            ]),
          );
        expect({ seed, solution: sorted(actual) }).toEqual({
          seed,
          solution: sorted(expected),
        });
        if (actual)
          expect({
            seed,
            faults: new Checker(problem).violations(actual),
          }).toEqual({ seed, faults: [] });
      }
    },
  );
});

function sorted(solution: Map<string, string> | undefined) {
  return solution && Object.fromEntries(Array.from(solution).sort());
}
