import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type {
  GenerationContent,
  LockedPlugin,
} from '../domain/GenerationContent';
import { hostInputs } from '../planner/diffContents';
import { DatabaseCluster } from './DatabaseCluster';

/**
 * Whether the earlier of two generations has a database that was closed since, or is gone: then only a person may decide to go
 * back to that data.
 */
export async function isBeyondReturn(
  db: Knex,
  stores: Stores,
  environment: EnvironmentRecord,
  { from, to }: { from: GenerationContent; to: GenerationContent },
): Promise<boolean> {
  for (const plugin of from.plugins) {
    const next = to.plugins.find(
      ({ pluginId }) => pluginId === plugin.pluginId,
    );
    if (!next && (await isBeingDeleted(db, stores, environment, from, plugin)))
      return true;
    const isOther = next && next.database !== plugin.database;
    if (isOther && !(await isOpen(db, stores, environment, plugin)))
      return true;
  }
  return false;
}

/** A plugin that was removed with its data: what served needs a database that takes no writes any more, or is gone. */
async function isBeingDeleted(
  db: Knex,
  stores: Stores,
  environment: EnvironmentRecord,
  from: GenerationContent,
  { pluginId, database }: LockedPlugin,
): Promise<boolean> {
  // Without a host there never was a database.
  if (!hostInputs(from, pluginId)) return false;
  const first = await stores.hostCredentials.find(db, environment.id, pluginId);
  if (!first) return true;
  return !(await new DatabaseCluster(db).isOpen(
    database ?? first.databaseName,
  ));
}

async function isOpen(
  db: Knex,
  stores: Stores,
  environment: EnvironmentRecord,
  { pluginId, database }: LockedPlugin,
): Promise<boolean> {
  const first = await stores.hostCredentials.find(db, environment.id, pluginId);
  const name = database ?? first?.databaseName;
  const kept = name ? await stores.databases.findByName(db, name) : undefined;
  return kept?.state === 'ready' && !kept.sealedAt;
}
