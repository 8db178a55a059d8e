import type { PlannedDeletion } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { DatabaseCluster } from './DatabaseCluster';
import { ownedDatabases } from './ownedDatabases';

/** @returns what is deleted with the data of a plugin; undefined when it has none */
export async function planDeletion(
  deps: {
    db: Knex;
    stores: Stores;
    cluster: DatabaseCluster;
    exportRetentionMs: number;
  },
  environment: Pick<EnvironmentRecord, 'id'>,
  pluginId: string,
): Promise<PlannedDeletion | undefined> {
  const { db, stores, cluster, exportRetentionMs } = deps;
  const credentials = await stores.hostCredentials.find(
    db,
    environment.id,
    pluginId,
  );
  if (!credentials) return undefined;
  const owned = await ownedDatabases(db, stores, credentials);
  const databases = await Promise.all(
    owned.map(async ({ name, kind, takenAt }) => ({
      kind,
      takenAt: takenAt?.toISOString(),
      sizeBytes: await cluster.sizeOf(name),
    })),
  );
  return { databases, exportsKeptMs: exportRetentionMs };
}
