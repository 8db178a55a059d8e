import { readRequest } from '../request/readRequest';
import { Budget, TimeIsUp } from '../solver/Budget';
import { world } from '../testWorlds/worlds';
import { World } from '../world/World';
import { RootsTogether } from './RootsTogether';

const request = {
  packages: world({
    'a 1.0.0': { dependencies: { x: '^1.0.0' } },
    'b 1.0.0': {},
    'b 2.0.0': { dependencies: { x: '^2.0.0' } },
    'c 1.0.0': { dependencies: { x: '^2.0.0' } },
    'd 1.0.0': {},
    'x 1.0.0 2.0.0': {},
  }),
  roots: { a: '*', b: '^2.0.0', c: '*', d: '*' },
};

function together(milliseconds: number) {
  let time = 0;
  const budget = new Budget(() => time++, milliseconds);
  return new RootsTogether(new World(readRequest(request, {})), budget);
}

describe('RootsTogether', () => {
  it('takes roots in as asked for, else in any version, else not at all', () => {
    expect(together(1_000).find()).toEqual({ moved: ['b'], dropped: ['c'] });
  });

  it('says when there was no time', () => {
    expect(() => together(3).find()).toThrow(TimeIsUp);
  });
});
