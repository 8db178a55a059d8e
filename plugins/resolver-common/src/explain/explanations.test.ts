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
      'says at once what many versions say one by one',
      {
        packages: world({
          'a 1.0.0': { dependencies: { c: '~1.0.0' } },
          'a 1.1.0': { dependencies: { c: '~1.1.0' } },
          'a 1.2.0': { dependencies: { c: '~1.2.0' } },
          'a 1.3.0': { dependencies: { c: '~1.3.0' } },
          'b 1.0.0': { dependencies: { c: '^2.0.0' } },
          'c 1.0.0 1.1.0 1.2.0 1.3.0 2.0.0': {},
        }),
        roots: { a: '*', b: '*' },
      },
      [
        'Because b 1.0.0 requires c ^2.0.0 and every version of a requires c <2.0.0, b 1.0.0 does not go with every version of a. (1)',
        'So, because b 1.0.0 does not go with every version of a (1), the request asks for b * and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'says at once that none of many versions finds what it asks for',
      {
        packages: world({
          'a 1.0.0': { dependencies: { b: '>=1.0.0' } },
          'a 2.0.0': { dependencies: { b: '>=2.0.0' } },
          'a 3.0.0': { dependencies: { b: '>=3.0.0' } },
          'a 4.0.0': { dependencies: { c: '^1.0.0' } },
          'b 1.0.0 2.0.0': { dependencies: { d: '^1.0.0' } },
          'b 3.0.0': { dependencies: { d: '^2.0.0' } },
          'b 4.0.0': { dependencies: { d: '^3.0.0' } },
          'b 5.0.0': { peerDependencies: { d: '^4.0.0' } },
          'c 1.0.0': { yanked: true },
          'd 0.9.0': {},
        }),
        roots: { a: '*' },
      },
      [
        'Because every version of b requires d ^1.0.0, ^2.0.0, ^3.0.0 or ^4.0.0 and no version of d matches (known: 0.9.0), b cannot be installed. (1)',
        'Because b cannot be installed (1) and a <4.0.0 requires b, a must be 4.0.0. (2)',
        'Because a must be 4.0.0 (2) and a 4.0.0 requires c ^1.0.0, every version of a requires c. (3)',
        'So, because every version of a requires c (3), c 1.0.0 was yanked and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'says at once what many versions want of the host, and names the nearest release that one of them fits',
      {
        packages: world({
          'a 1.0.0': { peerDependencies: { core: '^1.3.0' } },
          'a 2.0.0': { peerDependencies: { core: '^1.4.0' } },
          'a 3.0.0': { peerDependencies: { core: '^1.5.0' } },
          'a 4.0.0': { peerDependencies: { core: '^1.6.0' } },
        }),
        backstageRelease: '1.55.0',
        roots: { a: '*' },
      },
      [
        'Because every version of a requires core ^1.3.0, ^1.4.0, ^1.5.0 or ^1.6.0 and this environment (release 1.55.0) provides core 1.2.0 (the first release that fits is 1.56.0), a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
      {
        baselines: new Map([
          ['1.55.0', { core: '1.2.0' }],
          ['1.56.0', { core: '1.4.0' }],
          ['1.57.0', { core: '1.6.0' }],
        ]),
      },
    ],
    [
      'tells contradictions within versions one by one, and no range that is met as one that is not',
      {
        packages: world({
          'a 1.0.0': {
            dependencies: { b: '^1.1.0' },
            peerDependencies: { b: '^2.1.0' },
          },
          'a 2.0.0': {
            dependencies: { b: '^1.2.0' },
            peerDependencies: { b: '^2.2.0' },
          },
          'b 1.5.0 2.5.0': {},
        }),
        roots: { a: '*' },
      },
      [
        'Because every version of a requires b ^2.1.0 and every version of a requires b ^1.1.0, a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'tells what versions say against themselves as it is',
      {
        packages: world({
          'a 1.0.0': { conflicts: { a: '^1.0.0' } },
          'a 2.0.0': { conflicts: { a: '^2.0.0' } },
          'a 3.0.0': { dependencies: { a: '^1.0.0' } },
          'a 4.0.0': { dependencies: { a: '^3.0.0' } },
        }),
        roots: { a: '*' },
      },
      [
        'Because a ^1.0.0 conflicts with a ^1.0.0 and a ^2.0.0 conflicts with a ^2.0.0, a must be >=3.0.0. (1)',
        'Because a must be >=3.0.0 (1) and a ^3.0.0 requires a ^1.0.0, a must be 4.0.0. (2)',
        'So, because a must be 4.0.0 (2), a 4.0.0 requires a ^3.0.0 and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'names a capability also where one package provides it',
      {
        packages: world({
          'a 1.0.0': { requires: { auth: '>=1.0.0 <2.0.0' } },
          'a 2.0.0': { requires: { auth: '>=1.0.0 <3.0.0' } },
          'x 1.0.0': { provides: { auth: '1.0.0' } },
        }),
        roots: { a: '*' },
      },
      [
        'Because a 1.0.0 needs the capability auth >=1.0.0 <2.0.0, which x can provide but does not pull in and a 2.0.0 needs the capability auth >=1.0.0 <3.0.0, which x can provide but does not pull in, every version of a requires x. (1)',
        'So, because every version of a requires x (1), x is selected only when something requires it and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'names every range of few, in the order of the versions, and what of it is a prerelease',
      {
        packages: world({
          'a 1.0.0': { dependencies: { b: '^9.0.0' } },
          'a 2.0.0': { peerDependencies: { b: '^8.0.0' } },
          'a 2.1.0': { peerDependencies: { b: '^8.1.0' } },
          'a 3.0.0': { dependencies: { b: 'backstage:^' } },
          'a 4.0.0': { dependencies: { b: '^9.0.0' } },
          'b 1.0.0 8.0.0-next.1': {},
        }),
        roots: { a: '*' },
      },
      [
        'Because every version of a requires b ^9.0.0, ^8.0.0, ^8.1.0 or backstage:^ and no version of b matches but prereleases (8.0.0-next.1; to accept them, name one as in >=8.0.0-next.1), a cannot be installed. (1)',
        'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
      ],
    ],
    [
      'joins what is missing also where it is not the first thing told',
      {
        packages: world({
          'x 1.0.0 1.1.0': { dependencies: { a: '*' } },
          'a 1.0.0': { requires: { search: '^1.0.0' } },
          'a 2.0.0': { requires: { search: '^2.0.0' } },
          'a 3.0.0': { requires: { search: '^3.0.0' } },
        }),
        roots: { x: '*' },
      },
      [
        'Because every version of a needs the capability search ^1.0.0, ^2.0.0 or ^3.0.0, which no known package provides, a cannot be installed. (1)',
        'Because a cannot be installed (1) and every version of x requires a *, x cannot be installed. (2)',
        'So, because x cannot be installed (2) and the request asks for x *, no set of versions works.',
      ],
    ],
    [
      'says at once which capability many versions miss, beside others that ask for something else',
      {
        packages: world({
          'a 1.0.0': { requires: { search: '^1.0.0' } },
          'a 2.0.0': { requires: { search: '^2.0.0' } },
          'a 3.0.0': { dependencies: { b: '*' } },
          'a 4.0.0': { requires: { search: '^4.0.0' } },
          'a 5.0.0': { requires: { search: '^5.0.0' } },
          'engine 1.0.0': { provides: { search: '9.0.0' } },
        }),
        roots: { a: '*' },
      },
      [
        'Because a <3.0.0 or >=4.0.0 needs the capability search ^1.0.0, ^2.0.0, ^4.0.0 or ^5.0.0, which no known package provides in any of these ranges (known providers: engine), a must be 3.0.0. (1)',
        'Because a 3.0.0 requires b * and no package named b is known, a must be <3.0.0 or >=4.0.0. (2)',
        'Because a must be 3.0.0 (1) and a must be <3.0.0 or >=4.0.0 (2), a cannot be installed. (3)',
        'So, because a cannot be installed (3) and the request asks for a *, no set of versions works.',
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

  it('is short and soon there however many versions say the same', () => {
    const versions = Array.from({ length: 5_000 }, (_, age) => [
      `1.${age}.0`,
      { dependencies: { b: `>=2.${age}.0` } },
    ]);
    const a = Object.fromEntries(versions);
    const request = { packages: { a, b: { '1.0.0': {} } }, roots: { a: '*' } };
    expect(summary(resolve(request, { now: () => 0 })).split('\n')).toEqual([
      'Because every version of a requires b >=2.0.0, >=2.1.0, … or >=2.4999.0 and no version of b matches (known: 1.0.0), a cannot be installed. (1)',
      'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
    ]);
  });
});
