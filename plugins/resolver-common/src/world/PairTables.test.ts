import { RequestPackages } from '../request/RequestPackages';
import { readRequest } from '../request/readRequest';
import { Budget, TimeIsUp } from '../solver/Budget';
import { WordPool } from '../solver/WordPool';
import { world as packages } from '../testWorlds/worlds';
import { PairTables } from './PairTables';
import { World } from './World';

const source = RequestPackages.create(
  packages({
    'a 1.0.0 1.1.0': {
      dependencies: { b: '^1.0.0' },
      conflicts: { c: '1.0.0' },
    },
    'a 2.0.0': { dependencies: { b: '^2.0.0' } },
    'a 3.0.0': { dependencies: { b: '^1.0.0' } },
    'b 1.0.0 1.1.0 2.0.0': {},
    'c 1.0.0 2.0.0': {},
  }),
);

function read(pool = new WordPool(), budget = new Budget(() => 0, 1)) {
  const world = new World(readRequest({ roots: { a: '*' } }, { source }));
  const a = world.package('a');
  const versions = a.matching('>=1.1.0');
  return { pool, tables: PairTables.read(a, versions, world, pool, budget) };
}

describe('PairTables', () => {
  it('have the states of each target that go with each version', () => {
    const { tables } = read();
    const rows = tables!.map(({ target, kind, rows: row, words }) => ({
      target: target.name,
      kind,
      rows: Array.from(row, at => (at < 0 ? 'any' : words[at]!.toString(2))),
    }));
    expect(rows).toEqual([
      {
        target: 'b',
        kind: 'dependency',
        rows: ['any', '110', '110', '1000', '110'],
      },
      {
        target: 'c',
        kind: 'conflict',
        rows: ['any', '101', '101', 'any', 'any'],
      },
    ]);
  });

  it('keep one row for all versions with the same range', () => {
    const [table] = read().tables!;
    expect(table!.rows[1]).toBe(table!.rows[4]);
  });

  it('give their room back where there is too little of it', () => {
    const { used, elsewhere } = read().pool.mark;
    expect(elsewhere).toBeGreaterThan(used);
    // The last relation is read where there is any room left.
    const last = 1 + 2 * (6 + 1);
    for (let most = 1; most <= used + elsewhere - last; most++) {
      const { pool, tables } = read(new WordPool(most));
      expect({ most, tables }).toEqual({ most, tables: undefined });
      expect(pool.mark).toEqual({ used: 0, elsewhere: 0 });
    }
  });

  it('are left when the time is over', () => {
    let time = 0;
    const budget = new Budget(() => time++, 0);
    expect(() => read(undefined, budget)).toThrow(TimeIsUp);
  });
});
