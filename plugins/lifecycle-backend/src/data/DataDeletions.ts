import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import { coalesce } from '../domain/coalesce';
import type { HostCredentials } from '../hosts/HostCredentials';
import type { HostDatabases } from '../hosts/PostgresHostDatabases';
import type { DatabaseCluster } from './DatabaseCluster';
import type { DataExports } from './DataExports';
import type { PluginDataLock } from './PluginDataLock';

/**
 * Deletes the data of plugins that were removed together with it, once the removal serves: first everything is exported, then
 * the databases and the role are dropped. Nothing is deleted without its export.
 */
export class DataDeletions {
  /** Takes up what is noted. */
  readonly run = coalesce(() => this.deleteAll());

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      databases: HostDatabases;
      cluster: DatabaseCluster;
      lock: PluginDataLock;
      exports: DataExports;
      logger: LoggerService;
    },
  ) {}

  /** A deletion stays noted on its rollout until all of it is done, so that a crash in between loses nothing. */
  private async deleteAll(): Promise<void> {
    const { db, stores, logger } = this.deps;
    for (const rollout of await stores.rollouts.listPendingDeletions(db)) {
      try {
        await this.deleteOf(rollout);
      } catch (error) {
        logger.warn(
          `The data of ${rollout.deleteData.join(
            ', ',
          )} is not deleted yet; trying again in a minute`,
          error as Error,
        );
      }
    }
  }

  private async deleteOf(rollout: RolloutRecord): Promise<void> {
    const { db, stores, lock } = this.deps;
    const environment = await stores.environments.getById(
      db,
      rollout.environmentId,
    );
    const done: boolean[] = [];
    for (const pluginId of rollout.deleteData) {
      await lock.tryRun(environment.id, pluginId, async () => {
        done.push(await this.deletePlugin(environment, rollout, pluginId));
      });
    }
    const isDone = done.filter(Boolean).length === rollout.deleteData.length;
    if (isDone) await stores.rollouts.clearDeletions(db, rollout.id);
  }

  /** @returns whether nothing is left to do */
  private async deletePlugin(
    { id }: EnvironmentRecord,
    rollout: RolloutRecord,
    pluginId: string,
  ): Promise<boolean> {
    const { db, stores, exports: dataExports } = this.deps;
    const environment = await stores.environments.getById(db, id);
    // It may have been installed again in the meantime.
    if ((await this.wantedPlugins(environment)).has(pluginId)) return true;
    const credentials = await this.lastCredentials(environment, pluginId);
    if (!credentials) return true;
    await this.stopWrites(credentials.databaseName);
    const made = await dataExports.ensure(environment, rollout, credentials);
    if (!made) return false;
    await this.drop(environment, credentials, made.id);
    return true;
  }

  /** With the database that served last. */
  private async lastCredentials(
    environment: EnvironmentRecord,
    pluginId: string,
  ): Promise<HostCredentials | undefined> {
    const { db, stores } = this.deps;
    const found = await stores.hostCredentials.find(
      db,
      environment.id,
      pluginId,
    );
    if (!found) return undefined;
    const last = await stores.databases.lastServed(
      db,
      environment.id,
      pluginId,
    );
    const databaseName = last?.plugin.database ?? found.databaseName;
    return { ...found, databaseName };
  }

  /** Hosts may still be about to end: what they write from now on would be in no export. */
  private async stopWrites(databaseName: string): Promise<void> {
    const { cluster } = this.deps;
    if (!(await cluster.exists(databaseName))) return;
    await cluster.close(databaseName);
    await cluster.refuseWrites(databaseName);
    await cluster.open(databaseName);
  }

  private async wantedPlugins(
    environment: EnvironmentRecord,
  ): Promise<Set<string>> {
    const { db, stores } = this.deps;
    const numbers = [
      environment.servingGeneration,
      environment.desiredGeneration,
    ];
    if (environment.activeRolloutId) {
      const { toGeneration } = await stores.rollouts.getById(
        db,
        environment.activeRolloutId,
      );
      numbers.push(toGeneration);
    }
    const contents = await Promise.all(
      numbers.map(number =>
        stores.generations.content(db, environment, number),
      ),
    );
    return new Set(
      contents.flatMap(({ plugins }) =>
        plugins.map(({ pluginId }) => pluginId),
      ),
    );
  }

  private async drop(
    environment: EnvironmentRecord,
    credentials: HostCredentials,
    exportId: string,
  ): Promise<void> {
    const { db, stores, databases, cluster, logger } = this.deps;
    const { pluginId, databaseName } = credentials;
    const known = await stores.databases.listOfPlugin(
      db,
      environment.id,
      pluginId,
    );
    for (const item of known) await cluster.drop(item.databaseName);
    await cluster.drop(databaseName);
    await databases.dropRole(credentials);
    await db.transaction(async trx => {
      for (const item of known) await stores.databases.delete(trx, item.id);
      await stores.hostCredentials.delete(trx, environment.id, pluginId);
      await stores.audit.append(trx, {
        organizationId: environment.organizationId,
        actor: 'plugin:lifecycle',
        action: 'lifecycle.data.deleted',
        subject: `${environment.name}/${pluginId}`,
        details: { database: databaseName, exportId },
      });
    });
    logger.info(
      `Dropped the data of '${pluginId}' in '${environment.name}'; it is in the export ${exportId}`,
    );
  }
}
