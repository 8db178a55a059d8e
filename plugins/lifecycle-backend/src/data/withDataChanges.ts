import type {
  PlanDiffEntry,
  PlannedDeletion,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { DataChange } from './PluginDatabase';

/** By plugin id. */
export type PlannedDeletions = Map<string, PlannedDeletion>;

/** The difference of a plan, with what becomes of databases. */
export function withDataChanges(
  diff: PlanDiffEntry[],
  changes: DataChange[],
  deletions: PlannedDeletions,
): PlanDiffEntry[] {
  return diff.map(entry => {
    const deletes = deletions.get(entry.pluginId);
    if (deletes) return { ...entry, data: 'deleted', deletes };
    const change = changes.find(({ pluginId }) => pluginId === entry.pluginId);
    return change ? withChange(entry, change) : entry;
  });
}

function withChange(entry: PlanDiffEntry, change: DataChange): PlanDiffEntry {
  switch (change.kind) {
    case 'copy':
      return {
        ...entry,
        migrations: 'one-way',
        packages: entry.packages.map(item =>
          item.name === change.packageName
            ? { ...item, migrations: 'one-way' }
            : item,
        ),
        restartsHost: true,
        data: 'copied',
      };
    case 'empty':
      return { ...entry, data: 'empty' };
    case 'found':
      return entry;
    default:
      return { ...entry, restartsHost: true, data: 'earlier' };
  }
}
