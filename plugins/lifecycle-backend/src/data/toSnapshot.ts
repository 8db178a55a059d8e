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
  const takenAt = item.displacedAt ?? item.createdAt;
  return {
    id: item.id,
    environment,
    pluginId: item.pluginId,
    kind: item.purpose === 'snapshot' ? 'manual' : 'replaced',
    state: STATES[item.state],
    packages: item.packages,
    generation: item.generation,
    takenAt: takenAt.toISOString(),
    createdBy: item.createdBy,
    sizeBytes: item.sizeBytes,
    expiresAt: new Date(takenAt.getTime() + retentionMs).toISOString(),
    reason: item.reason,
  };
}
