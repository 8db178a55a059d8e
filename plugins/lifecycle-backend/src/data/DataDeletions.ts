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

/** The last report about the probation may still be on its way. */
const REPORT_MARGIN_MS = 10_000;

/** A deletion whose database takes no more writes. */
interface Begun {
  environment: EnvironmentRecord;
  credentials: HostCredentials;
}

/**
 * Deletes the data of plugins that were removed together with it, once the removal has served for its probation: first
 * everything is exported, then the databases and the role are dropped. Nothing is deleted without its export.
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

  /** A deletion stays noted on its rollout until it is done, so that a crash in between loses nothing. */
  private async deleteAll(): Promise<void> {
    const { db, stores } = this.deps;
    for (const rollout of await stores.rollouts.listPendingDeletions(db)) {
      for (const pluginId of rollout.deleteData) {
        await this.attempt(rollout, pluginId);
      }
    }
  }

  /** One that fails does not keep the others from their turn. */
  private async attempt(
    rollout: RolloutRecord,
    pluginId: string,
  ): Promise<void> {
    const { lock, logger } = this.deps;
    try {
      await lock.tryRun(rollout.environmentId, pluginId, () =>
        this.deletePlugin(rollout, pluginId),
      );
    } catch (error) {
      logger.warn(
        `The data of ${pluginId} is not deleted yet; trying again in a minute`,
        error as Error,
      );
    }
  }

  private async deletePlugin(
    rollout: RolloutRecord,
    pluginId: string,
  ): Promise<void> {
    const begun = await this.begin(rollout, pluginId);
    if (!begun) return;
    const { environment, credentials } = begun;
    const made = await this.deps.exports.ensure(
      environment,
      rollout,
      credentials,
    );
    if (made) await this.finish(rollout, credentials, made.id);
  }

  /**
   * Under the lock of the environment, so that nothing goes back to the plugin at the same time.
   *
   * @returns undefined when there is nothing to do, or not yet
   */
  private async begin(
    rollout: RolloutRecord,
    pluginId: string,
  ): Promise<Begun | undefined> {
    const { db, stores } = this.deps;
    return db.transaction(async trx => {
      const environment = await stores.environments.lock(
        trx,
        rollout.environmentId,
      );
      const credentials = await this.lastCredentials(environment, pluginId);
      const isWanted = await this.isWantedAgain(trx, environment, {
        rollout,
        pluginId,
      });
      if (isWanted || !credentials) {
        await stores.rollouts.strikeDeletion(trx, rollout.id, pluginId);
        return undefined;
      }
      if (!isDue(environment, rollout)) return undefined;
      await this.stopWrites(credentials.databaseName);
      return { environment, credentials };
    });
  }

  /** Exporting takes its time: whether the plugin is wanted again is asked right before the drop, under the same lock. */
  private async finish(
    rollout: RolloutRecord,
    credentials: HostCredentials,
    exportId: string,
  ): Promise<void> {
    const { db, stores } = this.deps;
    const { pluginId, databaseName } = credentials;
    await db.transaction(async trx => {
      const environment = await stores.environments.lock(
        trx,
        rollout.environmentId,
      );
      const subject = { rollout, pluginId };
      if (await this.isWantedAgain(trx, environment, subject)) {
        await this.deps.cluster.acceptWrites(databaseName);
      } else {
        await this.drop(trx, environment, credentials, exportId);
      }
      await stores.rollouts.strikeDeletion(trx, rollout.id, pluginId);
    });
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

  /** Whether it was installed again since, or is about to be: a later removal says anew what becomes of the data. */
  private async isWantedAgain(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    { rollout, pluginId }: { rollout: RolloutRecord; pluginId: string },
  ): Promise<boolean> {
    const { stores } = this.deps;
    const last = await stores.databases.lastServed(
      trx,
      environment.id,
      pluginId,
    );
    if (last && last.generation > rollout.toGeneration) return true;
    return (await this.wantedPlugins(trx, environment)).has(pluginId);
  }

  private async wantedPlugins(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
  ): Promise<Set<string>> {
    const { stores } = this.deps;
    const numbers = [
      environment.servingGeneration,
      environment.desiredGeneration,
    ];
    if (environment.activeRolloutId) {
      const { toGeneration } = await stores.rollouts.getById(
        trx,
        environment.activeRolloutId,
      );
      numbers.push(toGeneration);
    }
    const wanted = new Set<string>();
    for (const number of numbers) {
      const { plugins } = await stores.generations.content(
        trx,
        environment,
        number,
      );
      plugins.forEach(({ pluginId }) => wanted.add(pluginId));
    }
    return wanted;
  }

  private async drop(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    credentials: HostCredentials,
    exportId: string,
  ): Promise<void> {
    const { stores, databases, cluster, logger } = this.deps;
    const { pluginId, databaseName } = credentials;
    const known = await stores.databases.listOfPlugin(
      trx,
      environment.id,
      pluginId,
    );
    for (const item of known) await cluster.drop(item.databaseName);
    await cluster.drop(databaseName);
    await databases.dropRole(credentials);
    for (const item of known) await stores.databases.delete(trx, item.id);
    await stores.hostCredentials.delete(trx, environment.id, pluginId);
    await stores.audit.append(trx, {
      organizationId: environment.organizationId,
      actor: 'plugin:lifecycle',
      action: 'lifecycle.data.deleted',
      subject: `${environment.name}/${pluginId}`,
      details: { database: databaseName, exportId },
    });
    logger.info(
      `Dropped the data of '${pluginId}' in '${environment.name}'; it is in the export ${exportId}`,
    );
  }
}

/** Within its probation the generation may be undone by itself, and what serves then needs the data. */
function isDue(
  { policy }: EnvironmentRecord,
  { endedAt }: RolloutRecord,
): boolean {
  if (!endedAt) return false;
  const probationEnd = endedAt.getTime() + policy.probationMs;
  return Date.now() > probationEnd + REPORT_MARGIN_MS;
}
