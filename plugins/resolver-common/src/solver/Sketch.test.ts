import { RequestPackages } from '../request/RequestPackages';
import { readRequest } from '../request/readRequest';
import { World } from '../world/World';
import { PartialSolution } from './PartialSolution';
import { Preferences } from './Preferences';
import { Sketch } from './Sketch';

/** A chain in which each link takes the next one at its own version only. */
function chain(length: number) {
  const names = Array.from({ length }, (_, index) => `link-${index}`);
  const versions = (index: number, newest: number) =>
    Object.fromEntries(
      Array.from({ length: newest }, (_, at) => {
        const next = names[index + 1];
        const dependencies = next ? { [next]: `${at + 1}.0.0` } : {};
        return [`${at + 1}.0.0`, { dependencies }];
      }),
    );
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      versions(index, index === length - 1 ? 2 : 3),
    ]),
  );
}

describe('Sketch', () => {
  it('takes what fits with the end of a long chain', () => {
    const source = RequestPackages.create(chain(4_000));
    const problem = readRequest({ roots: { 'link-0': '*' } }, { source });
    const world = new World(problem);
    const sketch = new Sketch(
      world,
      new Preferences(problem),
      new PartialSolution(),
    );
    const states = sketch.draw([world.package('link-0')]);
    expect(states.size).toBe(4_000);
    expect(new Set(states.values())).toEqual(new Set([2]));
  });
});
