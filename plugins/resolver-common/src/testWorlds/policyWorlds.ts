import type { TinyWorld } from './TinyWorld';
import { world } from './worlds';

/** Rows of the table of tiny worlds about installed packages, policies, and what environments provide. */
export const policyWorlds: TinyWorld[] = [
  {
    behaviour: '9 peers that move together',
    request: {
      packages: world({
        'a 1.0.0': { peerDependencies: { b: '^1.0.0' } },
        'a 2.0.0': { peerDependencies: { b: '^2.0.0' } },
        'b 1.0.0': { peerDependencies: { a: '^1.0.0' } },
        'b 2.0.0': { peerDependencies: { a: '^2.0.0' } },
      }),
      roots: { a: '^2.0.0' },
      installed: { a: '1.0.0', b: '1.0.0' },
    },
    expected: 'a 2.0.0, b 2.0.0',
    tries: 2,
  },
  {
    behaviour: '14 all versions excluded by policy, each for a reason',
    request: {
      packages: world({
        'a 1.0.0': { yanked: true },
        'a 2.0.0': { advisories: [{ id: 'GHSA-1', severity: 'critical' }] },
        'a 3.0.0': {},
      }),
      roots: { a: '*' },
      options: { denied: { a: '>=3.0.0' } },
    },
    expected: [
      'Because the request asks for a * and a 3.0.0 is excluded by policy: denied >=3.0.0, a <3.0.0 is required. (1)',
      'So, because a <3.0.0 is required (1), a 2.0.0 is excluded by policy: advisory GHSA-1 (critical) and a 1.0.0 was yanked, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
  {
    behaviour: '20 capability: an installed provider is preferred',
    request: {
      packages: world({
        'a 1.0.0': { requires: { auth: '^1.0.0' } },
        'p 1.0.0': { provides: { auth: '1.0.0' } },
        'q 1.0.0': { provides: { auth: '1.5.0' } },
      }),
      roots: { a: '*' },
      installed: { p: '1.0.0' },
    },
    expected: 'a 1.0.0, p 1.0.0',
    tries: 1,
  },
  {
    behaviour: '20 capability: two providers that exclude each other',
    request: {
      packages: world({
        'a 1.0.0': { requires: { auth: '^1.0.0' } },
        'p 1.0.0': { provides: { auth: '1.0.0' }, conflicts: { q: '*' } },
        'q 1.0.0': { provides: { auth: '1.5.0' } },
      }),
      roots: { a: '*', p: '*', q: '*' },
    },
    expected: [
      'Because p 1.0.0 conflicts with q * and the request asks for q *, p cannot be installed. (1)',
      'So, because p cannot be installed (1) and the request asks for p *, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
  {
    behaviour: '24 advisory: accepted for one package, until a date',
    request: {
      packages: world({
        'a 1.0.0': { advisories: [{ id: 'GHSA-1', severity: 'high' }] },
        'b 1.0.0': {},
        'b 1.1.0': { advisories: [{ id: 'GHSA-1', severity: 'high' }] },
      }),
      roots: { a: '*', b: '*' },
      options: {
        asOf: '2026-11-21',
        acceptAdvisories: [
          {
            id: 'GHSA-1',
            package: 'a',
            until: '2026-12-24',
            reason: 'it is behind a proxy',
          },
          { id: 'GHSA-1', package: 'b', until: '2026-11-20' },
        ],
      },
    },
    expected: 'a 1.0.0, b 1.0.0',
    tries: 1,
    warns: [
      'a 1.0.0 has the advisory GHSA-1 (high), accepted until 2026-12-24 because it is behind a proxy',
    ],
  },
  {
    behaviour: '27 overlay: what is denied moves, and pins hold whoever asks',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { b: '>=1.0.0' } },
        'b 1.0.0 1.5.0 2.0.0': {},
        'c 1.0.0 1.0.1 2.0.0': {},
      }),
      roots: { a: '*' },
      installed: { c: '1.0.0' },
      options: { pins: { b: '^1.0.0' }, denied: { c: '1.0.0 || >=2.0.0' } },
    },
    expected: 'a 1.0.0, b 1.5.0, c 1.0.1',
    tries: 3,
  },
  {
    behaviour:
      '29 security only: what is affected moves to the patch, not to the newest',
    request: {
      packages: world({
        'a 1.0.0': { advisories: [{ id: 'GHSA-1', severity: 'low' }] },
        'a 1.0.1 2.0.0': { dependencies: { b: '*' } },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { a: '^1.0.0' },
      installed: { a: '1.0.0', b: '1.0.0' },
      options: { fixAdvisories: ['GHSA-1'] },
    },
    expected: 'a 1.0.1, b 1.0.0',
    tries: 2,
  },
  {
    behaviour:
      '30 age: young versions are not seen, unless they are installed or named',
    request: {
      packages: world({
        'a 1.0.0': {},
        'a 1.1.0': { publishedAt: '2026-11-20' },
        'b 1.0.0': {},
        'b 1.1.0': { publishedAt: '2026-11-20' },
        'c 1.0.0': {},
        'c 1.1.0': { publishedAt: '2026-11-20' },
      }),
      roots: { a: '*', b: '1.1.0' },
      installed: { c: '1.1.0' },
      options: { asOf: '2026-11-21', minimumReleaseAgeDays: 7 },
    },
    expected: 'a 1.0.0, b 1.1.0, c 1.1.0',
    tries: 1,
  },
  {
    behaviour: '30 as of: what was published later is not there yet',
    request: {
      packages: world({
        'a 1.0.0': { publishedAt: '2026-01-01' },
        'a 2.0.0': { publishedAt: '2026-06-01' },
      }),
      roots: { a: '^2.0.0' },
      options: { asOf: '2026-03-01' },
    },
    expected: [
      'So, because the request asks for a ^2.0.0 and a 2.0.0 is excluded by policy: published after 2026-03-01T00:00:00.000Z, no set of versions works.',
    ].join('\n'),
    tries: 1,
  },
  {
    behaviour: '33 backstage:^ is the version of the host, whatever it is',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { core: 'backstage:^' } },
        'core 9.0.0': {},
      }),
      host: { core: '1.5.0' },
      roots: { a: '*', core: 'backstage:^' },
    },
    expected: 'a 1.0.0',
    tries: 1,
  },
  {
    behaviour: '33 backstage:^ of what the host has not',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { core: 'backstage:^' } },
        'core 9.0.0': {},
      }),
      roots: { a: '*' },
    },
    expected: [
      'Because a 1.0.0 requires core backstage:^ and this environment does not provide core, a cannot be installed. (1)',
      'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
  {
    behaviour:
      '35 why not newer: asked for what is newer, it says who is in the way',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { b: '^1.0.0' } },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { a: '*', b: '>1.0.0' },
      installed: { a: '1.0.0', b: '1.0.0' },
      options: { allowDowngrade: false, allowRemove: false },
    },
    expected: [
      'Because a 1.0.0 requires b ^1.0.0 and a is installed and may not be removed, b ^1.0.0 is required. (1)',
      'So, because b ^1.0.0 is required (1) and the request asks for b >1.0.0, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
];
