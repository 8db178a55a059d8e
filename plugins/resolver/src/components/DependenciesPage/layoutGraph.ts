import type {
  DependencyGraph,
  GraphNode,
} from '@sceneshift/backstage-plugin-resolver-common';
import { MarkerType, Position, type Edge, type Node } from '@xyflow/react';
import type { PackageNodeData } from './PackageNode';
import { NODE, placeGraph, type Placed } from './placeGraph';
import { relationsTo, type Relation } from './relationsTo';

/** As large on thick edges as on thin ones. */
const ARROW = {
  ...{ type: MarkerType.ArrowClosed, width: 18, height: 18 },
  markerUnits: 'userSpaceOnUse',
};

/** Where edges leave and arrive. */
const HANDLES = {
  LR: { sourcePosition: Position.Right, targetPosition: Position.Left },
  TB: { sourcePosition: Position.Bottom, targetPosition: Position.Top },
} as const;

/** Places a graph in layers, from those that need to those that are needed. */
export function layoutGraph(
  graph: DependencyGraph,
  selected?: string,
): { nodes: Node<PackageNodeData>[]; edges: Edge[] } {
  const relations = relationsTo(graph, selected);
  const placed = placeGraph(graph);
  const unmet = new Set(
    graph.edges.filter(({ satisfied }) => !satisfied).map(({ from }) => from),
  );
  return {
    nodes: graph.nodes.map(node => ({
      id: node.name,
      type: 'package',
      position: placed.positions.get(node.name) ?? { x: 0, y: 0 },
      ...HANDLES[placed.direction],
      data: {
        name: node.name,
        version: node.version,
        kind: node.kind,
        relation: relations.get(node.name) ?? 'none',
        isTroubled: unmet.has(node.name) || isWeak(node),
      },
      ...NODE,
    })),
    edges: graph.edges.map(edge =>
      toEdge(edge, { relations, placed, selected }),
    ),
  };
}

function isWeak({ advisories = [], yanked = false }: GraphNode): boolean {
  return advisories.length > 0 || yanked;
}

/** Ranges are written where they matter: at the chosen package, and where they are not met. */
function toEdge(
  { from, to, kind, range, satisfied }: DependencyGraph['edges'][number],
  drawing: {
    relations: Map<string, Relation>;
    placed: Placed;
    selected: string | undefined;
  },
): Edge {
  const { relations, placed, selected } = drawing;
  const via = placed.ways.get(`${from}→${to}`);
  const isNear = from === selected || to === selected;
  const isFar =
    relations.get(from) === 'other' || relations.get(to) === 'other';
  return {
    id: `${from}→${to}`,
    ...(via && { type: 'routed', data: { via } }),
    source: from,
    target: to,
    label: (isNear || !satisfied) && range !== '*' ? range : undefined,
    animated: !satisfied,
    markerEnd: ARROW,
    className: [
      kind,
      satisfied ? '' : 'unsatisfied',
      isNear ? 'near' : '',
      isFar ? 'far' : '',
    ].join(' '),
  };
}
