import { world } from '../../testWorlds/worlds';
import { singleFixCases, type FixCase } from './singleFixCases';

/** Where one change is enough, and where several are needed or policies stand in the way. */
export const fixCases: FixCase[] = [
  ...singleFixCases,
  [
    'to drop one root of each conflict, when there are several',
    {
      packages: world({
        'a 1.0.0': { dependencies: { x: '*' } },
        'b 1.0.0': { dependencies: { x: '*' } },
        'c 1.0.0': {},
      }),
      roots: { a: '*', b: '*', c: '*' },
    },
    [['Do without a and b', { roots: { a: null, b: null } }]],
  ],
  [
    'a change for each of several conflicts, and what can be combined',
    {
      packages: world({
        'a 2.0.0': { dependencies: { x: '*' } },
        'b 2.0.0': { dependencies: { x: '*' } },
        'a 1.0.0': {},
        'b 1.0.0': {},
      }),
      roots: { a: '^2.0.0', b: '^2.0.0' },
    },
    [
      [
        'Choose a 1.0.0 instead of ^2.0.0 and choose b 1.0.0 instead of ^2.0.0',
        { roots: { a: '1.0.0', b: '1.0.0' } },
      ],
      [
        'Choose a 1.0.0 instead of ^2.0.0 and do without b',
        { roots: { a: '1.0.0', b: null } },
      ],
      [
        'Choose b 1.0.0 instead of ^2.0.0 and do without a',
        { roots: { a: null, b: '1.0.0' } },
      ],
    ],
  ],
  [
    'to accept an advisory for a time, where no version is without one',
    {
      packages: world({
        'a 1.0.0': { advisories: [{ id: 'GHSA-9', severity: 'high' }] },
      }),
      roots: { a: '*' },
    },
    [
      [
        'Accept the advisory GHSA-9 of a for a time (sceneshift advisory accept GHSA-9 --package a)',
        { options: { acceptAdvisories: [{ id: 'GHSA-9', package: 'a' }] } },
      ],
      ['Do without a', { roots: { a: null } }],
    ],
  ],
  [
    'to accept a version that is younger than policy wants',
    {
      packages: world({
        'a 1.0.0': {},
        'a 2.0.0': { publishedAt: '2026-11-20T00:00:00Z' },
      }),
      roots: { a: '^2.0.0' },
      options: { asOf: '2026-11-21T00:00:00Z', minimumReleaseAgeDays: 3 },
    },
    [
      ['Choose a 1.0.0 instead of ^2.0.0', { roots: { a: '1.0.0' } }],
      [
        'Accept versions younger than 3 days',
        { options: { minimumReleaseAgeDays: 0 } },
      ],
      ['Do without a', { roots: { a: null } }],
    ],
  ],
  [
    'one change of all that is in the way, where that is much',
    {
      packages: world({
        'a 2.0.0': { dependencies: { x: '*' } },
        'b 2.0.0': { dependencies: { x: '*' } },
        'c 2.0.0': { dependencies: { x: '*' } },
        'a 1.0.0': {},
        'b 1.0.0': {},
        'd 1.0.0': { dependencies: { e: '^2.0.0' } },
        'e 1.0.0 2.0.0': {},
        'f 1.0.0': {},
      }),
      roots: { a: '^2.0.0', b: '^2.0.0', c: '*', d: '*', e: '^1.0.0', f: '*' },
    },
    [
      [
        'Choose a 1.0.0 instead of ^2.0.0, choose b 1.0.0 instead of ^2.0.0, choose e 2.0.0 instead of ^1.0.0 and do without c',
        { roots: { a: '1.0.0', b: '1.0.0', c: null, e: '2.0.0' } },
      ],
    ],
  ],
  [
    'to drop a pin and to allow what is denied',
    {
      packages: world({ 'a 1.0.0': {}, 'b 1.0.0': {} }),
      roots: { a: '*', b: '*' },
      options: { pins: { a: '^2.0.0' }, denied: { b: '*' } },
    },
    [
      [
        'Drop the pin of a to ^2.0.0 and allow b * although it is denied',
        { options: { pins: { a: '*' }, denied: { b: '<0.0.0-0' } } },
      ],
      [
        'Drop the pin of a to ^2.0.0 and do without b',
        { roots: { b: null }, options: { pins: { a: '*' } } },
      ],
      [
        'Allow b * although it is denied and do without a',
        { roots: { a: null }, options: { denied: { b: '<0.0.0-0' } } },
      ],
    ],
  ],
  [
    'to let go of what cannot stay, and to do without all roots that nothing fits',
    {
      packages: world({
        'a 1.0.0-next.1': { dependencies: { m: '>=2.0.0' } },
        'm 2.0.0': { dependencies: { z: '>=1.0.0' } },
        'z 1.0.0-rc.1': { dependencies: { nowhere: '*' } },
        'b 1.0.0': { dependencies: { nowhere: '*' } },
        'c 1.0.0': { dependencies: { nowhere: '*' } },
      }),
      roots: { a: '<3.0.0', b: '*', c: '*' },
      installed: { a: '1.0.0-next.1' },
      options: { allowRemove: false },
    },
    [
      [
        'Allow removals and do without a, b and c',
        {
          roots: { a: null, b: null, c: null },
          options: { allowRemove: true },
        },
      ],
    ],
  ],
  [
    'each another way, and a root that is asked for in vain not once as a choice and once as an override',
    {
      packages: world({
        'orders 1.0.0': { dependencies: { payments: '^1.0.0' } },
        'orders 2.0.0': { dependencies: { payments: '^2.0.0' } },
        'payments 1.0.0': { advisories: [{ id: 'A-1', severity: 'high' }] },
        'payments 2.0.0': {},
        'shop 1.0.0': {
          dependencies: { orders: '^1.0.0', payments: '^1.0.0' },
        },
        'sales 1.0.0': { dependencies: { shop: '*' } },
      }),
      roots: { orders: '2.0.0', payments: '*', sales: '*', shop: '*' },
    },
    [
      [
        'Accept the advisory A-1 of payments for a time (sceneshift advisory accept A-1 --package payments) and choose orders 1.0.0 instead of 2.0.0',
        {
          roots: { orders: '1.0.0' },
          options: { acceptAdvisories: [{ id: 'A-1', package: 'payments' }] },
        },
      ],
      [
        'Accept the advisory A-1 of payments for a time (sceneshift advisory accept A-1 --package payments) and do without orders',
        {
          roots: { orders: null },
          options: { acceptAdvisories: [{ id: 'A-1', package: 'payments' }] },
        },
      ],
      ['Do without sales and shop', { roots: { sales: null, shop: null } }],
    ],
  ],
];
