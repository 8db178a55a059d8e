import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { HostDatabases } from '../hosts/PostgresHostDatabases';
import type { DatabaseCluster } from './DatabaseCluster';
import type { Removal } from './DataExports';
import { ownedDatabases } from './ownedDatabases';

/**
 * Drops all databases of a plugin, then its role and keys. What is dropped is not undone with the transaction: one that is cut
 * short is taken up again, and finds the rest.
 */
export async function dropPluginData(
  deps: {
    stores: Stores;
    databases: HostDatabases;
    cluster: DatabaseCluster;
    logger: LoggerService;
  },
  trx: Knex.Transaction,
  { environment, rollout, credentials }: Removal,
): Promise<void> {
  const { stores, databases, cluster, logger } = deps;
  const { pluginId } = credentials;
  const known = await stores.databases.listOfPlugin(
    trx,
    environment.id,
    pluginId,
  );
  const owned = await ownedDatabases(trx, stores, credentials);
  const names = new Set([
    ...owned.map(({ name }) => name),
    ...known.map(item => item.databaseName),
  ]);
  for (const name of names) await cluster.drop(name);
  await databases.dropRole(credentials);
  for (const item of known) await stores.databases.delete(trx, item.id);
  await stores.hostCredentials.delete(trx, environment.id, pluginId);
  const made = await stores.exports.list(trx, environment.id);
  const exportIds = made
    .filter(item => item.rolloutId === rollout.id && item.pluginId === pluginId)
    .map(({ id }) => id);
  await stores.audit.append(trx, {
    organizationId: environment.organizationId,
    actor: 'plugin:lifecycle',
    action: 'lifecycle.data.deleted',
    subject: `${environment.name}/${pluginId}`,
    details: { databases: [...names], exportIds },
  });
  logger.info(
    `Dropped the data of '${pluginId}' in '${environment.name}'; ${
      exportIds.length
        ? `it is in the exports ${exportIds.join(', ')}`
        : 'there was nothing in it to export'
    }`,
  );
}
