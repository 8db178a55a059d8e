import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';

interface Move {
  name: string;
  from?: string;
  to?: string;
}

/** Moves of packages as changes of their plugins. What comes along with them is the plan's to find. */
export function toChanges(
  moves: Move[],
  packages: Array<{ name: string; pluginId?: string }>,
): PlannedChange[] {
  const pluginOf = new Map(packages.map(item => [item.name, item.pluginId]));
  const wanted = new Map<string, Record<string, string>>();
  for (const { name, from, to } of moves) {
    const pluginId = pluginOf.get(name);
    if (!pluginId || from === undefined || to === undefined) continue;
    wanted.set(pluginId, { ...wanted.get(pluginId), [name]: to });
  }
  return [...wanted].map(([pluginId, versions]) => ({
    action: 'upgrade',
    pluginId,
    packages: versions,
  }));
}
