import { RequestPackages } from '../request/RequestPackages';
import { resolve } from '../resolve';
import type { PackageFacts } from '../types';

const COUNT = 1_000;
const nameOf = (index: number) => `p${String(index).padStart(4, '0')}`;

/** Each package needs the next one at its own major version. */
function chain(): PackageFacts {
  const versionsAt = (index: number) =>
    ['1', '2'].map(major => [
      `${major}.0.0`,
      index + 1 < COUNT
        ? { dependencies: { [nameOf(index + 1)]: `^${major}.0.0` } }
        : {},
    ]);
  return Object.fromEntries(
    Array.from({ length: COUNT }, (_, index) => [
      nameOf(index),
      Object.fromEntries(versionsAt(index)),
    ]),
  );
}

describe('Pressure', () => {
  it('is found near each package, however many move', () => {
    const packages = RequestPackages.create(chain());
    const factsOf = jest.spyOn(packages, 'factsOf');
    const installed = Object.fromEntries(
      Array.from({ length: COUNT }, (_, index) => [nameOf(index), '1.0.0']),
    );
    const answer = resolve(
      { roots: { [nameOf(0)]: '^2.0.0' }, installed },
      { source: packages },
    );
    expect(answer).toMatchObject({
      ok: true,
      changes: expect.arrayContaining([
        {
          name: nameOf(7),
          from: '1.0.0',
          to: '2.0.0',
          kind: 'upgrade',
          reason: `${nameOf(6)} requires ${nameOf(7)} ^2.0.0`,
        },
      ]),
    });
    expect(factsOf.mock.calls.length).toBeLessThan(100 * COUNT);
  });

  it('is found near each package that was skipped', () => {
    const versions = (index: number) => ({
      '1.0.0': { optionalDependencies: { [`wish${index}`]: '*' } },
    });
    const wishes = Array.from({ length: 10 }, (_, minor) => [
      `1.${minor}.0`,
      { dependencies: { unknown: '*' } },
    ]);
    const packages = RequestPackages.create(
      Object.fromEntries(
        Array.from({ length: COUNT }, (_, index) => [
          [nameOf(index), versions(index)],
          [`wish${index}`, Object.fromEntries(wishes)],
        ]).flat(),
      ),
    );
    const factsOf = jest.spyOn(packages, 'factsOf');
    const roots = Object.fromEntries(
      Array.from({ length: COUNT }, (_, index) => [nameOf(index), '*']),
    );
    expect(resolve({ roots }, { source: packages })).toMatchObject({
      ok: true,
      warnings: expect.arrayContaining([
        expect.objectContaining({
          code: 'OPTIONAL_SKIPPED',
          package: 'wish7',
          message: expect.stringContaining('wish7 requires unknown *'),
        }),
      ]),
    });
    expect(factsOf.mock.calls.length).toBeLessThan(200 * COUNT);
  });
});
