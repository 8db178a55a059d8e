import { layoutGraph } from './layoutGraph';

const graph = {
  backstageRelease: '1.55.0',
  nodes: [
    {
      name: 'shop',
      version: '1.0.0',
      kind: 'package' as const,
      reasons: [],
      neededBy: [],
    },
    {
      name: 'hello',
      version: '2.0.0',
      kind: 'package' as const,
      reasons: [],
      neededBy: ['shop'],
    },
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
  it('places who needs before what is needed, and marks what would break', () => {
    const { nodes, edges } = layoutGraph(graph, 'hello');
    const [shop, hello] = nodes;
    expect(shop!.position.x).toBeLessThan(hello!.position.x);
    expect(shop!.className).toContain('broken');
    expect(hello!.selected).toBe(true);
    expect(edges).toMatchObject([
      { source: 'shop', target: 'hello', label: '^1.0.0', animated: true },
    ]);
  });
});
