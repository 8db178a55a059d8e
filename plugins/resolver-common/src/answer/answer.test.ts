import { resolve } from '../resolve';
import { world } from '../testWorlds/worlds';
import type { ResolveRequest, ResolveSuccess } from '../types';

function solved(request: ResolveRequest): ResolveSuccess {
  const answer = resolve(request);
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

describe('steps', () => {
  it('put what others need before them', () => {
    const { steps } = solved({
      packages: world({
        'a 1.0.0': { dependencies: { b: '*' } },
        'b 1.0.0': { dependencies: { c: '*' } },
        'c 1.0.0': {},
      }),
      roots: { a: '*' },
    });
    expect(steps).toEqual([
      { packages: ['c'], atomic: false },
      { packages: ['b'], atomic: false },
      { packages: ['a'], atomic: false },
    ]);
  });

  it('change a set of peers that only fit each other together', () => {
    const { steps } = solved({
      packages: world({
        'a 1.0.0': { peerDependencies: { b: '^1.0.0' } },
        'a 2.0.0': { peerDependencies: { b: '^2.0.0' } },
        'b 1.0.0': { peerDependencies: { a: '^1.0.0' } },
        'b 2.0.0': { peerDependencies: { a: '^2.0.0' } },
        'other 1.0.0': {},
      }),
      roots: { a: '^2.0.0', other: '*' },
      installed: { a: '1.0.0', b: '1.0.0' },
    });
    expect(steps).toEqual([
      { packages: ['a', 'b'], atomic: true },
      { packages: ['other'], atomic: false },
    ]);
  });

  it.each([
    [
      'its own',
      {
        packages: world({
          'app 1.0.0': {
            dependencies: { base: '*' },
            provides: { auth: '1.0.0' },
          },
          'base 1.0.0': {
            provides: { auth: '1.0.0' },
            requires: { auth: '*' },
          },
        }),
        roots: { app: '*' },
      },
    ],
    [
      'there before and after',
      {
        packages: world({
          'app 1.0.0': {
            dependencies: { base: '*' },
            provides: { auth: '1.0.0' },
          },
          'base 1.0.0': { requires: { auth: '*' } },
          'sso 1.0.0 1.1.0': { provides: { auth: '1.0.0' } },
        }),
        roots: { app: '*' },
        installed: { sso: '1.0.0' },
      },
    ],
  ])('are not put together by a capability that is %s', (_, request) => {
    expect(solved(request).steps).toEqual([
      { packages: ['base'], atomic: false },
      { packages: ['app'], atomic: false },
    ]);
  });
});

describe('a lock', () => {
  const packages = world({
    'a 1.0.0 1.1.0': { dependencies: { b: '^1.0.0' }, integrity: 'sha512-a' },
    'b 1.0.0': { integrity: 'sha512-b' },
  });

  it('resolves to the same, whatever became known since, from its own packages alone', () => {
    const { lock, solution } = solved({ packages, roots: { a: '^1.0.0' } });
    expect(lock).toEqual({
      lockVersion: 1,
      snapshot: null,
      release: null,
      packages: {
        a: { version: '1.1.0', integrity: 'sha512-a' },
        b: { version: '1.0.0', integrity: 'sha512-b' },
      },
    });
    const installed = Object.fromEntries(
      Object.entries(lock.packages).map(([name, { version }]) => [
        name,
        version,
      ]),
    );
    const locked = Object.fromEntries(
      Object.entries(installed).map(([name, version]) => [
        name,
        { [version]: packages[name]![version]! },
      ]),
    );
    for (const known of [
      locked,
      { ...packages, ...world({ 'b 1.9.0': {} }) },
    ]) {
      const again = solved({
        packages: { ...known, b: { ...known.b, ...locked.b } },
        roots: { a: '^1.0.0' },
        installed,
      });
      expect(again).toMatchObject({ solution, changes: [], steps: [] });
      expect(again.lock).toEqual(lock);
    }
  });
});

describe('warnings', () => {
  it('tell what a reader of the plan should know, by package', () => {
    const { warnings } = solved({
      packages: world({
        'a 1.0.0': {
          deprecated: true,
          advisories: [{ id: 'GHSA-2', severity: 'low' }],
          optionalDependencies: { nowhere: '*', core: '^2.0.0', b: '^9.0.0' },
        },
        'b 1.0.0': { yanked: true },
      }),
      host: { core: '1.0.0' },
      roots: { a: '*' },
      installed: { b: '1.0.0', core: '0.9.0' },
      update: ['c'],
    });
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      ['ADVISORY', 'a 1.0.0 has the advisory GHSA-2 (low)'],
      ['DEPRECATED', 'a 1.0.0 is deprecated'],
      [
        'OPTIONAL_SKIPPED',
        'b ^9.0.0 is an optional dependency of a and was skipped: no version matches',
      ],
      ['YANKED', 'b 1.0.0 was yanked; it stays because it is installed'],
      ['UPDATE_NOT_INSTALLED', 'c is to be updated but is not installed'],
      ['HOST_PROVIDES', 'core is provided by the host at 1.0.0'],
      [
        'OPTIONAL_SKIPPED',
        'core ^2.0.0 is an optional dependency of a and was skipped: the host provides 1.0.0',
      ],
      [
        'OPTIONAL_SKIPPED',
        'nowhere * is an optional dependency of a and was skipped: no package named nowhere is known',
      ],
    ]);
  });
});
