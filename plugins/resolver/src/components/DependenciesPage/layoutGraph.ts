import dagre from '@dagrejs/dagre';
import type {
  DependencyGraph,
  GraphNode,
} from '@sceneshift/backstage-plugin-resolver-common';
import { MarkerType, type Edge, type Node } from '@xyflow/react';
import type { PackageNodeData } from './PackageNode';
import { relationsTo, type Relation } from './relationsTo';

const NODE = { width: 260, height: 52 };

/** Packages that nothing leads to or from stand in a grid of their own. */
const LONE_COLUMNS = 4;
const GAP = 24;

/** Places a graph in layers, from those that need to those that are needed. */
export function layoutGraph(
  graph: DependencyGraph,
  selected?: string,
): { nodes: Node<PackageNodeData>[]; edges: Edge[] } {
  const relations = relationsTo(graph, selected);
  const positions = placeNodes(graph);
  const unmet = new Set(
    graph.edges.filter(({ satisfied }) => !satisfied).map(({ from }) => from),
  );
  return {
    nodes: graph.nodes.map(node => ({
      id: node.name,
      type: 'package',
      position: positions.get(node.name) ?? { x: 0, y: 0 },
      data: {
        name: node.name,
        version: node.version,
        kind: node.kind,
        relation: relations.get(node.name) ?? 'none',
        isTroubled: unmet.has(node.name) || isWeak(node),
      },
      ...NODE,
    })),
    edges: graph.edges.map(edge => toEdge(edge, relations, selected)),
  };
}

function isWeak({ advisories = [], yanked = false }: GraphNode): boolean {
  return advisories.length > 0 || yanked;
}

function placeNodes({
  nodes,
  edges,
}: DependencyGraph): Map<string, { x: number; y: number }> {
  const layout = new dagre.graphlib.Graph()
    .setGraph({ rankdir: 'LR', ranksep: 96, nodesep: 16 })
    .setDefaultEdgeLabel(() => ({}));
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const names = nodes.map(({ name }) => name);
  const inLayers = names.filter(name => linked.has(name));
  const alone = names.filter(name => !linked.has(name));
  inLayers.forEach(name => layout.setNode(name, { ...NODE }));
  edges.forEach(({ from, to }) => layout.setEdge(from, to));
  dagre.layout(layout);
  const { height = 0 } = layout.graph();
  const top = inLayers.length > 0 ? height + 3 * GAP : 0;
  return new Map([
    ...inLayers.map(name => {
      const { x, y } = layout.node(name);
      return [name, { x: x - NODE.width / 2, y: y - NODE.height / 2 }] as const;
    }),
    ...alone.map((name, index) => [name, placeInGrid(index, top)] as const),
  ]);
}

function placeInGrid(index: number, top: number): { x: number; y: number } {
  return {
    x: (index % LONE_COLUMNS) * (NODE.width + GAP),
    y: top + Math.floor(index / LONE_COLUMNS) * (NODE.height + GAP),
  };
}

/** Ranges are written where they matter: at the chosen package, and where they are not met. */
function toEdge(
  { from, to, kind, range, satisfied }: DependencyGraph['edges'][number],
  relations: Map<string, Relation>,
  selected: string | undefined,
): Edge {
  const isNear = from === selected || to === selected;
  const isFar =
    relations.get(from) === 'other' || relations.get(to) === 'other';
  return {
    id: `${from}→${to}`,
    source: from,
    target: to,
    label: (isNear || !satisfied) && range !== '*' ? range : undefined,
    animated: !satisfied,
    markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18 },
    className: [
      kind,
      satisfied ? '' : 'unsatisfied',
      isNear ? 'near' : '',
      isFar ? 'far' : '',
    ].join(' '),
  };
}
