import type { DataExport } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { HostCredentials } from '../hosts/HostCredentials';
import { DatabaseCluster } from './DatabaseCluster';
import type { PluginDatabase } from './PluginDatabase';
import { snapshotKind, takenAt } from './toSnapshot';

/** A database that goes when the data of its plugin is deleted. */
export interface OwnedDatabase {
  name: string;
  kind: DataExport['kind'];
  /** Absent for the present one. */
  takenAt?: Date;
  /** Absent for a first one that nothing was ever copied from, and for one that is on no record. */
  record?: PluginDatabase;
}

/** Every database of a plugin that has data, whoever made it: the one that serves, or served last, comes first. */
export async function ownedDatabases(
  db: Knex,
  stores: Stores,
  { environmentId, pluginId, databaseName: first, roleName }: HostCredentials,
): Promise<OwnedDatabase[]> {
  const last = await stores.history.lastServed(db, environmentId, pluginId);
  const present = last?.plugin.database ?? first;
  const known = await stores.databases.listOfPlugin(
    db,
    environmentId,
    pluginId,
  );
  const names = new Set([
    present,
    first,
    ...known.map(({ databaseName }) => databaseName),
    // The role cannot be dropped while it owns one that nobody knows of.
    ...(await new DatabaseCluster(db).ownedBy(roleName)),
  ]);
  return [...names].flatMap((name): OwnedDatabase[] => {
    const record = known.find(({ databaseName }) => databaseName === name);
    if (name === present) return [{ name, kind: 'present', record }];
    if (!record) return [{ name, kind: 'replaced' }];
    if (record.state !== 'ready') return [];
    return [
      { name, kind: snapshotKind(record), takenAt: takenAt(record), record },
    ];
  });
}
