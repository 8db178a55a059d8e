import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';
import { layoutGraph } from './layoutGraph';

const node = {
  version: '1.0.0',
  kind: 'package' as const,
  reasons: [],
  neededBy: [],
};

const graph: DependencyGraph = {
  backstageRelease: '1.55.0',
  nodes: [
    { ...node, name: 'shop' },
    { ...node, name: 'hello', neededBy: ['shop'] },
    { ...node, name: 'alone' },
  ],
  edges: [
    {
      from: 'shop',
      to: 'hello',
      kind: 'dependency' as const,
      range: '^1.0.0',
      satisfied: false,
    },
  ],
};

describe('layoutGraph', () => {
  it('places who needs before what is needed, and says how each stands to the chosen one', () => {
    const { nodes, edges } = layoutGraph(graph, 'hello');
    const [shop, hello, alone] = nodes;
    expect(shop!.position.x).toBeLessThan(hello!.position.x);
    expect(alone!.position.y).toBeGreaterThan(hello!.position.y);
    expect(nodes.map(({ data }) => data.relation)).toEqual([
      'needsIt',
      'chosen',
      'other',
    ]);
    expect(shop!.data.isTroubled).toBe(true);
    expect(edges).toMatchObject([
      { source: 'shop', target: 'hello', label: '^1.0.0', animated: true },
    ]);
  });

  it('follows what the chosen one needs', () => {
    const { nodes } = layoutGraph(graph, 'shop');
    expect(nodes.map(({ data }) => data.relation)).toEqual([
      'chosen',
      'neededByIt',
      'other',
    ]);
  });
});
