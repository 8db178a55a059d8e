import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  DependencyGraph,
  PackageFacts,
  UpgradePlan,
} from '@sceneshift/backstage-plugin-resolver-common';

export const installed = { hello: '1.0.0', shop: '1.0.0' };

export const packages: PackageFacts = {
  hello: {
    '1.0.0': { advisories: [{ id: 'ACME-2026-1', severity: 'high' }] },
    '1.1.0': {},
    '2.0.0': {},
  },
  shop: {
    '1.0.0': { dependencies: { hello: '^1.0.0' } },
    '2.0.0': { dependencies: { hello: '^2.0.0' } },
  },
};

export const development: Environment = {
  name: 'development',
  title: 'Development',
  backstageRelease: '1.54.0',
  current: true,
  servingGeneration: 1,
  plugins: [],
  replicas: [],
};

export const graph: DependencyGraph = {
  environment: development.name,
  backstageRelease: development.backstageRelease,
  nodes: [
    {
      name: 'shop',
      version: '1.0.0',
      kind: 'package',
      pluginId: 'shop',
      reasons: ['It was installed for itself'],
      neededBy: [],
    },
    {
      name: 'hello',
      version: '1.0.0',
      kind: 'package',
      pluginId: 'hello',
      reasons: ['shop needs it (^1.0.0)'],
      neededBy: ['shop'],
      advisories: packages.hello!['1.0.0']!.advisories,
    },
    {
      name: 'backstage',
      version: '1.54.0',
      kind: 'host',
      reasons: ['It is the release of the environment'],
      neededBy: [],
    },
  ],
  edges: [
    {
      from: 'shop',
      to: 'hello',
      kind: 'dependency',
      range: '^1.0.0',
      satisfied: true,
    },
    {
      from: 'hello',
      to: 'backstage',
      kind: 'host',
      range: '1.54.0',
      satisfied: true,
    },
  ],
};

export const upgrade: UpgradePlan = {
  from: '1.54.0',
  to: '1.55.0',
  ok: false,
  summary: 'From 1.54.0 to 1.55.0: 0 stay, 1 move, 1 block',
  stay: [],
  move: [
    {
      name: 'hello',
      pluginId: 'hello',
      from: '1.0.0',
      to: '1.1.0',
      reason: '1.0.0 does not fit Backstage 1.55.0',
      ahead: true,
    },
  ],
  block: [
    {
      name: 'shop',
      pluginId: 'shop',
      version: '1.0.0',
      reason: 'No version of shop fits Backstage 1.55.0',
      firstRelease: '1.56.0',
    },
  ],
  warnings: [],
};
