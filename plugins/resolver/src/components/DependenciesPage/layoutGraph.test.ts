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

  it('stands in layers from top to bottom where more of it can be read then, and leads edges past what they pass', () => {
    const chain = ['a', 'b', 'c', 'd'];
    const edge = (from: string, to: string) => ({
      ...{ from, to, range: '*', satisfied: true },
      kind: 'dependency' as const,
    });
    const { nodes, edges } = layoutGraph({
      backstageRelease: '1.55.0',
      nodes: chain.map(name => ({ ...node, name })),
      edges: [edge('a', 'b'), edge('b', 'c'), edge('c', 'd'), edge('a', 'd')],
    });
    const heights = nodes.map(({ position }) => position.y);
    expect(heights).toEqual([...heights].sort((one, other) => one - other));
    expect(nodes[0]).toMatchObject({ sourcePosition: 'bottom' });
    const [near, , , far] = edges;
    expect(near!.type).toBeUndefined();
    expect(far).toMatchObject({
      type: 'routed',
      data: { via: expect.any(Array) },
    });
  });
});
