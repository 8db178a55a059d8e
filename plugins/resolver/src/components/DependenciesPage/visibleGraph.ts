import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';

/**
 * What is drawn: nearly every package needs something of the portal, so that is left out until it is asked for or chosen.
 */
export function visibleGraph(
  graph: DependencyGraph,
  options: { showsHost: boolean; selected?: string },
): DependencyGraph {
  const { showsHost, selected } = options;
  const nodes = graph.nodes.filter(
    ({ kind, name }) => showsHost || kind === 'package' || name === selected,
  );
  const names = new Set(nodes.map(({ name }) => name));
  const edges = graph.edges.filter(
    ({ from, to }) => names.has(from) && names.has(to),
  );
  return { ...graph, nodes, edges };
}
