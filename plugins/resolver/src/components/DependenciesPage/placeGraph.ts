import dagre from '@dagrejs/dagre';
import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';

export const NODE = { width: 260, height: 52 };

/** Packages that nothing leads to or from stand in a grid of their own. */
const LONE_COLUMNS = 4;
const GAP = 24;

/** About the size of the drawing on a laptop. */
const CANVAS = { width: 660, height: 530 };
const LAYER_GAP = { LR: 96, TB: 64 };

interface Point {
  x: number;
  y: number;
}

/** Layers from left to right, or from top to bottom. */
type Direction = 'LR' | 'TB';

/** Where everything stands. */
export interface Placed {
  direction: Direction;
  positions: Map<string, Point>;
  /** Of edges that pass layers, by `from→to`: the points that were left free for them. */
  ways: Map<string, Point[]>;
}

/** Places a graph in layers, from those that need to those that are needed, in the direction in which more of it can be read. */
export function placeGraph(graph: DependencyGraph): Placed {
  const [across, down] = (['LR', 'TB'] as const).map(direction =>
    inLayers(graph, direction),
  ) as [Layers, Layers];
  const { placed, height } = zoomOf(down) > zoomOf(across) ? down : across;
  const top = placed.positions.size > 0 ? height + 3 * GAP : 0;
  graph.nodes
    .filter(({ name }) => !placed.positions.has(name))
    .forEach(({ name }, index) =>
      placed.positions.set(name, placeInGrid(index, top)),
    );
  return placed;
}

interface Layers {
  placed: Placed;
  width: number;
  height: number;
}

function inLayers(
  { nodes, edges }: DependencyGraph,
  direction: Direction,
): Layers {
  const layout = new dagre.graphlib.Graph()
    .setGraph({
      rankdir: direction,
      ranksep: LAYER_GAP[direction],
      nodesep: direction === 'LR' ? 16 : 32,
    })
    .setDefaultEdgeLabel(() => ({}));
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const names = nodes.map(({ name }) => name).filter(name => linked.has(name));
  names.forEach(name => layout.setNode(name, { ...NODE }));
  edges.forEach(({ from, to }) => layout.setEdge(from, to));
  dagre.layout(layout);
  const { width = 0, height = 0 } = layout.graph();
  const positions = new Map(
    names.map(name => {
      const { x, y } = layout.node(name);
      return [name, { x: x - NODE.width / 2, y: y - NODE.height / 2 }];
    }),
  );
  return {
    placed: { direction, positions, ways: waysIn(layout) },
    width: Math.max(width, 0),
    height: Math.max(height, 0),
  };
}

/** The ends are where the edge meets its packages, and between neighbours there is one point more. */
function waysIn(layout: dagre.graphlib.Graph): Map<string, Point[]> {
  return new Map(
    layout.edges().flatMap(edge => {
      const { points = [] } = layout.edge(edge) as { points?: Point[] };
      const via = points.slice(1, -1);
      return via.length > 1 ? [[`${edge.v}→${edge.w}`, via] as const] : [];
    }),
  );
}

function zoomOf({ width, height }: Layers): number {
  return Math.min(1, CANVAS.width / width, CANVAS.height / height);
}

function placeInGrid(index: number, top: number): Point {
  return {
    x: (index % LONE_COLUMNS) * (NODE.width + GAP),
    y: top + Math.floor(index / LONE_COLUMNS) * (NODE.height + GAP),
  };
}
