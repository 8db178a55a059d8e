import dagre from '@dagrejs/dagre';
import { Position, type Edge, type Node } from '@xyflow/react';
import type { DependencyGraph } from '../../api/ResolverApi';

const NODE = { width: 280, height: 56 };

/** Places a graph in layers, from those that need to those that are needed. */
export function layoutGraph(
  { nodes, edges }: DependencyGraph,
  selected?: string,
): { nodes: Node[]; edges: Edge[] } {
  const layout = new dagre.graphlib.Graph()
    .setGraph({ rankdir: 'LR', ranksep: 120, nodesep: 24 })
    .setDefaultEdgeLabel(() => ({}));
  nodes.forEach(({ name }) => layout.setNode(name, { ...NODE }));
  edges.forEach(({ from, to }) => layout.setEdge(from, to));
  dagre.layout(layout);
  const broken = nodes.find(({ name }) => name === selected)?.neededBy ?? [];
  return {
    nodes: nodes.map(({ name, version, kind }) => {
      const { x, y } = layout.node(name);
      return {
        id: name,
        position: { x: x - NODE.width / 2, y: y - NODE.height / 2 },
        data: { label: `${name} ${version}` },
        className: [kind, broken.includes(name) ? 'broken' : ''].join(' '),
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
        selected: name === selected,
        width: NODE.width,
        height: NODE.height,
      };
    }),
    edges: edges.map(({ from, to, kind, range, satisfied }) => ({
      id: `${from}→${to}`,
      source: from,
      target: to,
      label: range,
      animated: !satisfied,
      className: [kind, satisfied ? '' : 'unsatisfied'].join(' '),
    })),
  };
}
