import { resolve } from '../resolve';
import { summary, world } from '../testWorlds/worlds';
import type { ResolveRequest } from '../types';
import type { ResolveContext } from '../request/readRequest';

/** The texts are the feature: a change here is a change that users read. */
describe('an explanation', () => {
  const cases: Array<[string, ResolveRequest, string[], ResolveContext?]> = [
    [
      'follows a line',
      {
        packages: world({
          'a 1.0.0': { dependencies: { b: '^1.0.0' } },
          'b 1.0.0': { dependencies: { c: '^2.0.0' } },
          'c 1.0.0': {},
        }),
        roots: { a: '^1.0.0' },
      },
      [
        'Because b 1.0.0 requires c ^2.0.0 and no version of c matches (known: 1.0.0), b cannot be installed. (1)',
        'Because b cannot be installed (1) and a 1.0.0 requires b ^1.0.0, a cannot be installed. (2)',
        'So, because a cannot be installed (2) and the request asks for a ^1.0.0, no set of versions works.',
      ],
    ],
    [
      'follows branches, and cites by number',
      {
        packages: world({
          'foo 1.0.0': { dependencies: { a: '^1.0.0', b: '^1.0.0' } },
          'foo 1.1.0': { dependencies: { x: '^1.0.0', y: '^1.0.0' } },
          'a 1.0.0': { dependencies: { b: '^2.0.0' } },
          'b 1.0.0 2.0.0': {},
          'x 1.0.0': { dependencies: { y: '^2.0.0' } },
          'y 1.0.0 2.0.0': {},
        }),
        roots: { foo: '^1.0.0' },
      },
      [
        'Because x 1.0.0 requires y ^2.0.0 and foo 1.1.0 requires y ^1.0.0, x 1.0.0 does not go with foo 1.1.0. (1)',
        'Because x 1.0.0 does not go with foo 1.1.0 (1) and foo 1.1.0 requires x ^1.0.0, foo must be 1.0.0. (2)',
        'Because a 1.0.0 requires b ^2.0.0 and foo 1.0.0 requires b ^1.0.0, a 1.0.0 does not go with foo 1.0.0. (3)',
        'Because a 1.0.0 does not go with foo 1.0.0 (3) and foo 1.0.0 requires a ^1.0.0, foo must be 1.1.0. (4)',
        'Because foo must be 1.0.0 (2) and foo must be 1.1.0 (4), foo cannot be installed. (5)',
        'So, because foo cannot be installed (5) and the request asks for foo ^1.0.0, no set of versions works.',
      ],
    ],
    [
      'names plugin, host package, wanted range, present version and the first release that fits',
      {
        packages: world({
          'tech-radar 1.0.0': {
            peerDependencies: { '@backstage/core': '^1.0.0' },
          },
          'tech-radar 2.0.0 2.1.0': {
            peerDependencies: { '@backstage/core': '^2.0.0' },
          },
        }),
        backstageRelease: '1.45.0',
        roots: { 'tech-radar': '>=2.0.0' },
      },
      [
        'Because tech-radar >=2.0.0 requires @backstage/core ^2.0.0 and this environment (release 1.45.0) provides @backstage/core 1.5.0 (the first release that fits is 1.48.0), tech-radar must be 1.0.0. (1)',
        'So, because tech-radar must be 1.0.0 (1) and the request asks for tech-radar >=2.0.0, no set of versions works.',
      ],
      {
        baselines: new Map([
          ['1.50.0', { '@backstage/core': '2.2.0' }],
          ['1.48.0', { '@backstage/core': '2.0.0' }],
          ['1.45.0', { '@backstage/core': '1.5.0' }],
        ]),
      },
    ],
    [
      'says that a version was yanked',
      {
        packages: world({
          'a 1.0.0': { dependencies: { b: '^1.2.0' } },
          'b 1.0.0': {},
          'b 1.2.0': { yanked: true },
        }),
        roots: { a: '*' },
      },
      [
        'Because a 1.0.0 requires b ^1.2.0 and b 1.2.0 was yanked, a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'names the advisory',
      {
        packages: world({
          'a 1.0.0': { dependencies: { b: '^1.0.0' } },
          'b 1.0.0 1.1.0': { advisories: [{ id: 'GHSA-9', severity: 'high' }] },
        }),
        roots: { a: '*' },
      },
      [
        'Because a 1.0.0 requires b ^1.0.0 and every version of b is excluded by policy: advisory GHSA-9 (high), a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'says who could provide a capability',
      {
        packages: world({
          'a 1.0.0': { requires: { auth: '^1.0.0' } },
          'p 1.0.0': { provides: { auth: '1.2.0' } },
        }),
        roots: { a: '*' },
      },
      [
        'Because p is selected only when something requires it and a 1.0.0 needs the capability auth ^1.0.0, which p can provide but does not pull in, a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'says which providers are out of range',
      {
        packages: world({
          'a 1.0.0': { requires: { auth: '^2.0.0' } },
          'p 1.0.0': { provides: { auth: '1.2.0' } },
        }),
        roots: { a: '*', p: '*' },
      },
      [
        'So, because a 1.0.0 needs the capability auth ^2.0.0, which no known package provides in that range (known providers: p) and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'says that there are only prereleases, and how to opt in',
      {
        packages: world({
          'a 1.0.0': { dependencies: { b: '^2.0.0' } },
          'b 1.0.0 2.0.0-beta.1': {},
        }),
        roots: { a: '*' },
      },
      [
        'Because a 1.0.0 requires b ^2.0.0 and b has only prereleases there (2.0.0-beta.1; to accept them, name one as in >=2.0.0-beta.1), a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'says that a package is unknown',
      { packages: {}, roots: { a: '^1.0.0' } },
      [
        'So, because the request asks for a ^1.0.0 and no package named a is known, no set of versions works.',
      ],
    ],
    [
      'says that no version matches',
      { packages: world({ 'a 1.0.0 2.1.0': {} }), roots: { a: '^9.0.0' } },
      [
        'So, because the request asks for a ^9.0.0 and no version of a matches (known: 1.0.0 to 2.1.0), no set of versions works.',
      ],
    ],
    [
      'shows overrides',
      {
        packages: world({
          'a 1.0.0': { conflicts: { b: '<2.0.0' } },
          'b 1.0.0 2.0.0': {},
        }),
        roots: { a: '*', b: '*' },
        options: { overrides: { b: '1.0.0' } },
      },
      [
        'Because a 1.0.0 conflicts with b <2.0.0 and the request asks for b *, a 1.0.0 requires b 2.0.0. (1)',
        'So, because a 1.0.0 requires b 2.0.0 (1), an override pins b to 1.0.0 and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'says what may not be downgraded',
      {
        packages: world({
          'a 2.0.0': { dependencies: { b: '^1.0.0' } },
          'b 1.0.0 2.0.0': {},
        }),
        roots: { a: '*' },
        installed: { b: '2.0.0' },
        options: { allowDowngrade: false, allowRemove: false },
      },
      [
        'Because a 2.0.0 requires b ^1.0.0 and b is installed at 2.0.0 and may not be downgraded, a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
    ],
  ];

  it('names the installed packages that contradict each other, whatever is asked', () => {
    const answer = resolve({
      packages: world({
        'a 1.0.0': { conflicts: { b: '*' } },
        'b 1.0.0': {},
        'c 1.0.0': {},
      }),
      roots: { c: '*' },
      installed: { a: '1.0.0', b: '1.0.0', c: '1.0.0' },
      options: { allowRemove: false },
    });
    expect(summary(answer).split('\n')).toEqual([
      'Because a 1.0.0 conflicts with b * and b is installed and may not be removed, a cannot be installed. (1)',
      'So, because a cannot be installed (1) and a is installed and may not be removed, no set of versions works.',
    ]);
    expect(answer).toMatchObject({
      conflict: { a: '1.0.0', b: '1.0.0' },
      fixes: [
        {
          description: 'Allow removals',
          patch: { options: { allowRemove: true } },
        },
      ],
    });
  });

  it('tells only the end of a proof that nobody would read', () => {
    const names = Array.from({ length: 7 }, (_, index) => `pigeon${index}`);
    const holes = names.slice(1).map((_, index) => `${index + 1}.0.0`);
    const conflictsOf = (name: string, hole: string) =>
      Object.fromEntries(
        names.filter(other => other !== name).map(other => [other, hole]),
      );
    const packages = Object.fromEntries(
      names.map(name => [
        name,
        Object.fromEntries(
          holes.map(hole => [hole, { conflicts: conflictsOf(name, hole) }]),
        ),
      ]),
    );
    const roots = Object.fromEntries(names.map(name => [name, '*']));
    const lines = summary(resolve({ packages, roots })).split('\n');
    expect(lines[0]).toMatch(
      /^The proof has \d{3,} steps; these are the last ones\.$/,
    );
    expect(lines[1]).toMatch(/^Because .* \(1\)$/);
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.at(-1)).toMatch(/^So, because .* no set of versions works\.$/);
  });

  it.each(cases)('%s', (...row) => {
    const [, request, lines, context] = row;
    expect(summary(resolve(request, context)).split('\n')).toEqual(lines);
  });
});
