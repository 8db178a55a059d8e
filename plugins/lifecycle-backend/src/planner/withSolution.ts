import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ResolverAnswer } from '@sceneshift/backstage-plugin-resolver-common';
import type { PlanRequest } from './Planner';
import type { VersionsRequest } from './VersionsRequest';

type Solved = Extract<ResolverAnswer, { ok: true }>;

/**
 * The changes with the versions that the resolver chose, and changes of other plugins that these need. What a bystander would
 * merely like to have beside it is not installed on this occasion, and what is removed does not come back.
 */
export async function withSolution(
  { base, changes }: PlanRequest,
  { wanted }: VersionsRequest,
  { solution, changes: resolved }: Solved,
  pluginOf: (name: string) => Promise<string | undefined>,
): Promise<PlannedChange[]> {
  const chosen = new Map<string, Record<string, string>>();
  const choose = (pluginId: string, name: string) => {
    const version = solution[name];
    if (version === undefined) return;
    chosen.set(pluginId, { ...chosen.get(pluginId), [name]: version });
  };
  for (const [pluginId, packages] of wanted) {
    Object.keys(packages).forEach(name => choose(pluginId, name));
  }
  const installed = new Set(base.plugins.map(({ pluginId }) => pluginId));
  const removed = new Set(
    changes.flatMap(change =>
      change.action === 'remove' ? [change.pluginId] : [],
    ),
  );
  for (const { name, from, to } of resolved) {
    if (to === undefined || isWanted(wanted, name)) continue;
    const pluginId = await pluginOf(name);
    const isWish =
      pluginId !== undefined &&
      from === undefined &&
      installed.has(pluginId) &&
      !wanted.has(pluginId);
    if (pluginId === undefined || isWish || removed.has(pluginId)) continue;
    choose(pluginId, name);
  }
  return [
    ...changes.map(change => withVersions(change, chosen)),
    ...furtherChanges(chosen, changes, installed),
  ];
}

function isWanted(wanted: VersionsRequest['wanted'], name: string): boolean {
  return [...wanted.values()].some(packages => name in packages);
}

function withVersions(
  change: PlannedChange,
  chosen: Map<string, Record<string, string>>,
): PlannedChange {
  if (change.action !== 'install' && change.action !== 'upgrade') return change;
  const packages = { ...change.packages, ...chosen.get(change.pluginId) };
  return Object.keys(packages).length > 0 ? { ...change, packages } : change;
}

function furtherChanges(
  chosen: Map<string, Record<string, string>>,
  changes: PlannedChange[],
  installed: Set<string>,
): PlannedChange[] {
  const named = new Set(
    changes.flatMap(change =>
      change.action === 'install' || change.action === 'upgrade'
        ? [change.pluginId]
        : [],
    ),
  );
  return [...chosen]
    .filter(([pluginId]) => !named.has(pluginId))
    .map(([pluginId, packages]) => ({
      action: installed.has(pluginId) ? 'upgrade' : 'install',
      pluginId,
      packages,
    }));
}
