import type {
  PlanDiffEntry,
  PlannedChange,
} from '@sceneshift/backstage-plugin-lifecycle-common';

const VERBS: Record<PlanDiffEntry['kind'], string> = {
  install: 'Install',
  upgrade: 'Upgrade',
  downgrade: 'Downgrade',
  reconfigure: 'Configure',
  enable: 'Enable',
  disable: 'Disable',
  remove: 'Remove',
  keep: 'Keep',
};

/** One line for lists of generations. */
export function summarize(
  changes: PlannedChange[],
  diff: PlanDiffEntry[],
): string {
  const rollback = changes.find(change => change.action === 'rollback');
  if (rollback) return `Roll back to generation ${rollback.generation}`;
  const lines = diff
    .filter(({ kind }) => kind !== 'keep')
    .map(entry => `${VERBS[entry.kind]} ${entry.pluginId}${versionsOf(entry)}`);
  return lines.join(', ') || 'No change';
}

function versionsOf({ kind, packages }: PlanDiffEntry): string {
  if (!['install', 'upgrade', 'downgrade'].includes(kind)) return '';
  const versions = packages
    .filter(({ from, to }) => from !== to)
    .map(({ to }) => to);
  const distinct = [...new Set(versions)].filter(Boolean);
  return distinct.length ? ` ${distinct.join('/')}` : '';
}
