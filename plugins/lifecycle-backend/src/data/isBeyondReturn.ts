import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type {
  GenerationContent,
  LockedPlugin,
} from '../domain/GenerationContent';

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
    const isOther = next && next.database !== plugin.database;
    if (isOther && !(await isOpen(db, stores, environment, plugin)))
      return true;
  }
  return false;
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
