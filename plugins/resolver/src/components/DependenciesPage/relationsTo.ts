import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';

/** How a package stands to the chosen one; `none` when nothing is chosen. */
export type Relation = 'none' | 'chosen' | 'needsIt' | 'neededByIt' | 'other';

/** @returns how each package stands to the chosen one, by name */
export function relationsTo(
  { nodes, edges }: DependencyGraph,
  selected: string | undefined,
): Map<string, Relation> {
  const chosen = nodes.find(({ name }) => name === selected);
  const needs = chosen ? reach(chosen.name, edges) : new Set<string>();
  const relation = (name: string): Relation => {
    if (!chosen) return 'none';
    if (name === chosen.name) return 'chosen';
    if (chosen.neededBy.includes(name)) return 'needsIt';
    return needs.has(name) ? 'neededByIt' : 'other';
  };
  return new Map(nodes.map(({ name }) => [name, relation(name)]));
}

/** Everything that a package leads to. */
function reach(start: string, edges: DependencyGraph['edges']): Set<string> {
  const found = new Set<string>();
  const queue = [start];
  for (const name of queue) {
    for (const { from, to } of edges) {
      if (from !== name || found.has(to)) continue;
      found.add(to);
      queue.push(to);
    }
  }
  return found;
}
