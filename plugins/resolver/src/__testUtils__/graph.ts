import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';

const node = {
  version: '1.0.0',
  kind: 'package' as const,
  reasons: ['It was installed for itself'],
  neededBy: [],
};

/** `shop` needs `hello`, which needs the portal. */
export const graph: DependencyGraph = {
  backstageRelease: '1.54.0',
  nodes: [
    { ...node, name: 'shop', pluginId: 'shop' },
    {
      ...node,
      name: 'hello',
      pluginId: 'hello',
      reasons: ['shop needs it (^1.0.0)'],
      neededBy: ['shop'],
    },
    { ...node, name: 'backstage', kind: 'host' },
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
      range: '1.54.0 || 1.55.0',
      satisfied: true,
    },
  ],
};
