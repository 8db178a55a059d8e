import type { DatabaseSnapshot } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { PluginDatabase } from './PluginDatabase';

const STATES: Record<PluginDatabase['state'], DatabaseSnapshot['state']> = {
  waiting: 'creating',
  holding: 'creating',
  copied: 'creating',
  ready: 'ready',
  failed: 'failed',
  deleting: 'deleting',
};

/** A kept database as the API shows it. */
export function toSnapshot(
  item: PluginDatabase,
  environment: string,
  retentionMs: number,
): DatabaseSnapshot {
  const time = takenAt(item);
  return {
    id: item.id,
    environment,
    pluginId: item.pluginId,
    kind: snapshotKind(item),
    state: STATES[item.state],
    packages: item.packages,
    generation: item.generation,
    takenAt: time.toISOString(),
    createdBy: item.createdBy,
    sizeBytes: item.sizeBytes,
    expiresAt: new Date(time.getTime() + retentionMs).toISOString(),
    reason: item.reason,
  };
}

/** Whether somebody asked for it, or a rollout set it aside. */
export function snapshotKind({
  purpose,
}: PluginDatabase): DatabaseSnapshot['kind'] {
  return purpose === 'snapshot' ? 'manual' : 'replaced';
}

/** The time that the data in it is of. */
export function takenAt({ displacedAt, createdAt }: PluginDatabase): Date {
  return displacedAt ?? createdAt;
}
