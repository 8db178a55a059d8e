import { resolve } from '../resolve';
import { summary, world } from '../testWorlds/worlds';
import type { ResolveRequest } from '../types';
import type { ResolveContext } from '../request/readRequest';

/** The texts are the feature: a change here is a change that users read. */
describe('an explanation of what many versions have in common', () => {
  const cases: Array<[string, ResolveRequest, string[], ResolveContext?]> = [
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
  ];

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
