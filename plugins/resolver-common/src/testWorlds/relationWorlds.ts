import type { TinyWorld } from './TinyWorld';
import { world } from './worlds';

/** Rows of the table of tiny worlds about kinds of relations, marks of versions, strategies and names. */
export const relationWorlds: TinyWorld[] = [
  {
    behaviour: '18 optional: skipped with a reason where it does not fit',
    request: {
      packages: world({
        'a 1.0.0': { optionalDependencies: { b: '*', c: '*' } },
        'b 1.0.0': { peerDependencies: { core: '^2.0.0' } },
        'c 1.0.0': {},
      }),
      host: { core: '1.0.0' },
      roots: { a: '*' },
    },
    expected: 'a 1.0.0, c 1.0.0',
    tries: 3,
    warns: [
      'b * is an optional dependency of a and was skipped: b requires core ^2.0.0',
    ],
  },
  {
    behaviour: '18 optional peer: constrains only what is there',
    request: {
      packages: world({
        'a 1.0.0': {
          peerDependencies: { b: '^1.0.0' },
          peerDependenciesMeta: { b: { optional: true } },
        },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { a: '*' },
    },
    expected: 'a 1.0.0',
    tries: 1,
  },
  {
    behaviour: '20 capability: a package may provide itself what it requires',
    request: {
      packages: world({
        'a 1.0.0': { optionalDependencies: { b: '*' } },
        'b 1.0.0': {
          provides: { auth: '1.0.0' },
          requires: { auth: '^1.0.0' },
        },
        'c 1.0.0': { provides: { auth: '1.0.0' } },
      }),
      roots: { a: '*' },
    },
    expected: 'a 1.0.0, b 1.0.0',
    tries: 1,
  },
  {
    behaviour: '19 conflicts hold against the host too',
    request: {
      packages: world({
        'a 1.0.0': {},
        'a 2.0.0': { conflicts: { core: '<2.0.0' } },
      }),
      host: { core: '1.0.0' },
      roots: { a: '*' },
    },
    expected: 'a 1.0.0',
    tries: 1,
  },
  {
    behaviour: '20 capability: any provider that is there will do',
    request: {
      packages: world({
        'a 1.0.0': { requires: { auth: '^1.0.0' } },
        'p 1.0.0': { provides: { auth: '1.2.0' } },
        'q 1.0.0': { provides: { auth: '1.3.0' } },
      }),
      roots: { a: '*' },
      installed: { q: '1.0.0' },
    },
    expected: 'a 1.0.0, q 1.0.0',
    tries: 1,
  },
  {
    behaviour: '21 cycles of one, two and three, and across peers',
    request: {
      packages: world({
        'self 1.0.0': { dependencies: { self: '^1.0.0' } },
        'a 1.0.0': { dependencies: { b: '*' } },
        'b 1.0.0': { peerDependencies: { c: '*' } },
        'c 1.0.0': { dependencies: { a: '^1.0.0' } },
      }),
      roots: { a: '*', self: '*' },
    },
    expected: 'a 1.0.0, b 1.0.0, c 1.0.0, self 1.0.0',
    tries: 1,
  },
  {
    behaviour: '22 yanked: not chosen, but kept where it is installed',
    request: {
      packages: world({
        'a 1.0.0': {},
        'a 1.1.0': { yanked: true },
        'b 1.0.0': {},
        'b 1.1.0': { yanked: true },
      }),
      roots: { a: '*', b: '*' },
      installed: { b: '1.1.0' },
    },
    expected: 'a 1.0.0, b 1.1.0',
    tries: 1,
    warns: ['b 1.1.0 was yanked; it stays because it is installed'],
  },
  {
    behaviour: '23 deprecated: the last choice, with the text of the author',
    request: {
      packages: world({
        'a 1.0.0': {},
        'a 1.1.0': { deprecated: 'use b' },
        'c 1.0.0': { deprecated: 'use d' },
      }),
      roots: { a: '*', c: '*' },
    },
    expected: 'a 1.0.0, c 1.0.0',
    tries: 1,
    warns: ['c 1.0.0 is deprecated: use d'],
  },
  {
    behaviour: '24 advisory: what is affected moves, and nothing else',
    request: {
      packages: world({
        'a 1.0.0': { advisories: [{ id: 'GHSA-1', severity: 'high' }] },
        'a 1.0.1 2.0.0': {},
        'b 1.0.0 2.0.0': { dependencies: { a: '^1.0.0' } },
      }),
      roots: { b: '*' },
      installed: { a: '1.0.0', b: '1.0.0' },
    },
    expected: 'a 1.0.1, b 1.0.0',
    tries: 3,
  },
  {
    behaviour: '26 override: wins over ranges, with a warning',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { b: '^1.0.0' } },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { a: '*' },
      options: { overrides: { b: '2.0.0' } },
    },
    expected: 'a 1.0.0, b 2.0.0',
    tries: 1,
    warns: ['an override pins b to 2.0.0, whatever ranges say'],
  },
  {
    behaviour: '28 newest never exceeds what the host can run',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { core: '^1.0.0' } },
        'a 2.0.0 3.0.0': { dependencies: { core: '^2.0.0' } },
      }),
      host: { core: '1.0.0' },
      roots: { a: '*' },
      installed: { a: '1.0.0' },
      update: 'all',
    },
    expected: 'a 1.0.0',
    tries: 2,
  },
  {
    behaviour: '29 lowest: the lower bounds',
    request: {
      packages: world({
        'a 1.0.0 1.1.0 2.0.0': { dependencies: { b: '^1.1.0' } },
        'b 1.0.0 1.1.0 1.2.0': {},
      }),
      roots: { a: '^1.0.0' },
      options: { strategy: 'lowest' },
    },
    expected: 'a 1.0.0, b 1.1.0',
    tries: 1,
  },
  {
    behaviour: '34 0.x carets, build metadata, scopes and case',
    request: {
      packages: world({
        '@s/a 0.1.5 0.2.0': { dependencies: { A: '*' } },
        'a 1.0.0': {},
        'A 1.0.0+build.5': {},
      }),
      roots: { '@s/a': '^0.1.0', a: '*' },
    },
    expected: '@s/a 0.1.5, A 1.0.0+build.5, a 1.0.0',
    tries: 1,
  },
  {
    behaviour: 'names such as __proto__ and constructor are names',
    request: {
      packages: Object.fromEntries([
        ['__proto__', { '1.0.0': { dependencies: { constructor: '*' } } }],
        ['constructor', { '1.0.0': {} }],
      ]),
      roots: Object.fromEntries([['__proto__', '*']]),
    },
    expected: '__proto__ 1.0.0, constructor 1.0.0',
    tries: 1,
  },
];
