import { world } from '../../testWorlds/worlds';
import type { ResolveRequest } from '../../types';

/** What fixes offer, the request, and each fix with its patch. */
export type FixCase = [string, ResolveRequest, Array<[string, unknown]>];

/** Where one change is enough. */
export const singleFixCases: FixCase[] = [
  [
    'another version of a root, or to do without one',
    {
      packages: world({
        'a 1.0.0': { dependencies: { c: '^1.0.0' } },
        'a 2.0.0': { dependencies: { c: '^2.0.0' } },
        'b 1.0.0': { dependencies: { c: '^1.0.0' } },
        'c 1.0.0 2.0.0': {},
        'other 1.0.0': {},
      }),
      roots: { a: '^2.0.0', b: '*', other: '*' },
    },
    [
      ['Choose a 1.0.0 instead of ^2.0.0', { roots: { a: '1.0.0' } }],
      ['Do without a', { roots: { a: null } }],
      ['Do without b', { roots: { b: null } }],
    ],
  ],
  [
    'another host version',
    {
      packages: world({ 'a 1.0.0': { peerDependencies: { core: '^2.1.0' } } }),
      host: { core: '1.5.0' },
      roots: { a: '*' },
    },
    [
      [
        'Move the host to core 2.1.0 or a later version in ^2.1.0',
        { host: { core: '2.1.0' } },
      ],
      ['Do without a', { roots: { a: null } }],
    ],
  ],
  [
    'the shortest and the longest move of the host, rather than three that are much alike',
    {
      packages: world({
        'a 1.0.0': { peerDependencies: { core: '^1.6.0' } },
        'a 2.0.0': { peerDependencies: { core: '^1.10.0' } },
        'a 3.0.0': { peerDependencies: { core: '^1.8.0' } },
        'a 4.0.0': { peerDependencies: { core: '^1.9.0' } },
      }),
      host: { core: '1.5.0' },
      roots: { a: '*' },
    },
    [
      [
        'Move the host to core 1.6.0 or a later version in ^1.6.0',
        { host: { core: '1.6.0' } },
      ],
      [
        'Move the host to core 1.10.0 or a later version in ^1.10.0',
        { host: { core: '1.10.0' } },
      ],
      ['Do without a', { roots: { a: null } }],
    ],
  ],
  [
    'a move in between, where only that helps',
    {
      packages: world({
        'a 1.0.0': { peerDependencies: { core: '1.6.0' } },
        'a 2.0.0': { peerDependencies: { core: '1.7.0' } },
        'a 3.0.0': { peerDependencies: { core: '1.8.0' } },
        'b 1.0.0': { conflicts: { a: '1.0.0 || 3.0.0' } },
      }),
      host: { core: '1.5.0' },
      roots: { a: '*', b: '*' },
    },
    [
      ['Do without a', { roots: { a: null } }],
      [
        'Move the host to core 1.7.0 or a later version in 1.7.0',
        { host: { core: '1.7.0' } },
      ],
    ],
  ],
  [
    'the plan with a downgrade, where that is the only way',
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
      ['Allow downgrades', { options: { allowDowngrade: true } }],
      ['Do without a', { roots: { a: null } }],
    ],
  ],
  [
    'a provider',
    {
      packages: world({
        'a 1.0.0': { requires: { auth: '^1.0.0' } },
        'p 1.0.0': { provides: { auth: '1.2.0' } },
      }),
      roots: { a: '*' },
    },
    [
      ['Ask for p 1.0.0 too: it provides auth', { roots: { p: '1.0.0' } }],
      ['Do without a', { roots: { a: null } }],
    ],
  ],
  [
    'a prerelease',
    { packages: world({ 'b 2.0.0-beta.1': {} }), roots: { b: '^2.0.0' } },
    [
      [
        'Accept the prerelease b 2.0.0-beta.1',
        { roots: { b: '2.0.0-beta.1' } },
      ],
      ['Do without b', { roots: { b: null } }],
    ],
  ],
  [
    'to drop an override',
    {
      packages: world({
        'a 1.0.0': { conflicts: { b: '<2.0.0' } },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { a: '*', b: '*' },
      options: { overrides: { b: '1.0.0' } },
    },
    [
      [
        'Drop the override of b (1.0.0)',
        { options: { overrides: { b: null } } },
      ],
      ['Do without a', { roots: { a: null } }],
      ['Do without b', { roots: { b: null } }],
    ],
  ],
];
