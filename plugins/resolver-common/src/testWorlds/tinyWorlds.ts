import { policyWorlds } from './policyWorlds';
import { relationWorlds } from './relationWorlds';
import type { TinyWorld } from './TinyWorld';
import { world } from './worlds';

/** The table of tiny worlds; these rows are about choice and explanation. */
export const tinyWorlds: TinyWorld[] = [
  {
    behaviour: '2 complete: goes back until something fits',
    request: {
      packages: world({
        'a 2.0.0': { dependencies: { b: '^2.0.0', c: '^1.0.0' } },
        'a 1.0.0': { dependencies: { b: '^1.0.0' } },
        'b 2.0.0': { dependencies: { c: '^2.0.0' } },
        'b 1.0.0': {},
        'c 1.0.0 2.0.0': {},
      }),
      roots: { a: '*' },
    },
    expected: 'a 1.0.0, b 1.0.0',
    tries: 2,
  },
  {
    behaviour: '4 singleton: two majors of one package do not go together',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { c: '^1.0.0' } },
        'b 1.0.0': { dependencies: { c: '^2.0.0' } },
        'c 1.0.0 2.0.0': {},
      }),
      roots: { a: '*', b: '*' },
    },
    expected: [
      'Because b 1.0.0 requires c ^2.0.0 and a 1.0.0 requires c ^1.0.0, b 1.0.0 does not go with a 1.0.0. (1)',
      'So, because b 1.0.0 does not go with a 1.0.0 (1), the request asks for b * and the request asks for a *, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
  {
    behaviour: '5 fresh: the newest of each root',
    request: {
      packages: world({
        'a 1.0.0 1.1.0 2.0.0': { dependencies: { c: '*' } },
        'b 1.0.0 1.1.0': {},
        'c 1.0.0 3.0.0': {},
      }),
      roots: { a: '^1.0.0', b: '*' },
    },
    expected: 'a 1.1.0, b 1.1.0, c 3.0.0',
    tries: 1,
  },
  {
    behaviour: '5 fresh: what is no root does not make a root older',
    request: {
      packages: world({
        'z 2.0.0': { dependencies: { b: '^1.0.0' } },
        'z 1.0.0': { dependencies: { b: '^2.0.0' } },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { z: '*' },
    },
    expected: 'b 1.0.0, z 2.0.0',
    tries: 1,
  },
  {
    behaviour: '6 minimal: an intermediate version spares a third package',
    request: {
      packages: world({
        'ui 1.0.0': { dependencies: { table: '*' } },
        'ui 2.0.0': { dependencies: { table: '>=2.0.0' } },
        'table 1.0.0 2.0.0': { dependencies: { theme: '^1.0.0' } },
        'table 3.0.0': { dependencies: { theme: '^2.0.0' } },
        'theme 1.0.0 2.0.0': {},
      }),
      roots: { ui: '^2.0.0' },
      installed: { ui: '1.0.0', table: '1.0.0', theme: '1.0.0' },
    },
    expected: 'table 2.0.0, theme 1.0.0, ui 2.0.0',
    tries: 4,
  },
  {
    behaviour: '7 bystanders stay where they are',
    request: {
      packages: world({ 'a 1.0.0 2.0.0': {}, 'b 1.0.0 2.0.0': {} }),
      roots: { a: '^2.0.0' },
      installed: { a: '1.0.0', b: '1.0.0' },
    },
    expected: 'a 2.0.0, b 1.0.0',
    tries: 1,
  },
  {
    behaviour: '8 nothing gets older without leave',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { b: '^1.0.0' } },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { a: '*' },
      installed: { b: '2.0.0' },
      options: { allowDowngrade: false, allowRemove: false },
    },
    expected: [
      'Because a 1.0.0 requires b ^1.0.0 and b is installed at 2.0.0 and may not be downgraded, a cannot be installed. (1)',
      'So, because a cannot be installed (1) and the request asks for a *, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
  {
    behaviour: '8 with leave, it does where that is the only way',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { b: '^1.0.0' } },
        'b 1.0.0 2.0.0': {},
      }),
      roots: { a: '*' },
      installed: { b: '2.0.0' },
    },
    expected: 'a 1.0.0, b 1.0.0',
    tries: 3,
  },
  {
    behaviour: '10 host: a peer of the host is checked against it only',
    request: {
      packages: world({
        'a 1.0.0': { peerDependencies: { core: '^1.0.0' } },
        'a 2.0.0': { peerDependencies: { core: '^2.0.0' } },
        'core 9.0.0': {},
      }),
      host: { core: '1.5.0' },
      roots: { a: '*' },
    },
    expected: 'a 1.0.0',
    tries: 1,
  },
  {
    behaviour: '12 prereleases: * does not match one',
    request: {
      packages: world({ 'a 1.0.0 2.0.0-next.1': {} }),
      roots: { a: '*' },
    },
    expected: 'a 1.0.0',
    tries: 1,
  },
  {
    behaviour: '12 prereleases: asking for one does not let others in',
    request: {
      packages: world({
        'a 2.0.0-next.1': { dependencies: { b: '*' } },
        'b 1.0.0 2.0.0-next.1': {},
      }),
      roots: { a: '^2.0.0-next.0' },
    },
    expected: 'a 2.0.0-next.1, b 1.0.0',
    tries: 1,
  },
  {
    behaviour: '13 the range of the author is in the text',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { b: '1.x || >=3.0.0' } },
        'b 2.0.0': {},
      }),
      roots: { a: '~1.0' },
    },
    expected: [
      'Because a 1.0.0 requires b 1.x || >=3.0.0 and no version of b matches (known: 2.0.0), a cannot be installed. (1)',
      'So, because a cannot be installed (1) and the request asks for a ~1.0, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
  {
    behaviour: '14 unknown package',
    request: { packages: {}, roots: { a: '*' } },
    expected:
      'So, because the request asks for a * and no package named a is known, no set of versions works.',
    tries: 1,
  },
  {
    behaviour: '17 smallest: packages that have no part in it are not named',
    request: {
      packages: world({
        'a 1.0.0': { dependencies: { c: '^1.0.0' } },
        'b 1.0.0': { conflicts: { c: '*' } },
        'c 1.0.0': {},
        'other 1.0.0': { dependencies: { c: '*' } },
      }),
      roots: { a: '*', b: '*', other: '*' },
    },
    expected: [
      'Because b 1.0.0 conflicts with c * and a 1.0.0 requires c ^1.0.0, b 1.0.0 does not go with a 1.0.0. (1)',
      'So, because b 1.0.0 does not go with a 1.0.0 (1), the request asks for b * and the request asks for a *, no set of versions works.',
    ].join('\n'),
    tries: 2,
  },
  ...relationWorlds,
  ...policyWorlds,
];
