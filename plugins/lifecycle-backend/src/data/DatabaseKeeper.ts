import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { DatabaseCluster } from './DatabaseCluster';
import { databasesInService, databasesInUse } from './databasesInUse';
import type { PluginDatabase } from './PluginDatabase';
import type { PluginDataLock } from './PluginDataLock';
import { schemaVersions } from './schemaVersions';

/** After its probation a generation goes back across a change of data only when a person says so. */
const SEAL_AFTER_PROBATION_MS = 5 * 60_000;

/**
 * Knows which databases serve and which are only kept. Those that are kept are noted with the time they stopped serving, closed
 * a while later, so that no host that comes back by itself can go on with old data, and deleted when their time is over.
 */
export class DatabaseKeeper {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      cluster: DatabaseCluster;
      lock: PluginDataLock;
      logger: LoggerService;
      retentionMs: number;
    },
  ) {}

  /** Brings what is noted in line with what serves. */
  async run(): Promise<void> {
    const { db, stores } = this.deps;
    const ready = await stores.databases.listInState(db, ['ready']);
    if (!ready.length) return;
    for (const environment of await stores.environments.listAll(db)) {
      const items = ready.filter(
        ({ environmentId }) => environmentId === environment.id,
      );
      const used = await databasesInService(this.deps, environment, items);
      for (const item of items) {
        await this.attempt(item, () =>
          this.keep(environment, item, used.has(item.databaseName)),
        );
      }
    }
  }

  /** Gives up what was kept for long enough. */
  async collect(): Promise<void> {
    const { db, stores, retentionMs } = this.deps;
    const oldest = Date.now() - retentionMs;
    for (const item of await stores.databases.listInState(db, [
      'ready',
      'failed',
    ])) {
      const since = item.displacedAt ?? item.createdAt;
      const isKept = item.state === 'failed' || item.displacedAt;
      if (isKept && since.getTime() < oldest) {
        await this.attempt(item, () => this.giveUp(item));
      }
    }
  }

  /** Under the environment's lock: what is noted may be older than a rollout that goes back to the database. */
  private async giveUp(item: PluginDatabase): Promise<void> {
    const { db, stores } = this.deps;
    await db.transaction(async trx => {
      const environment = await stores.environments.lock(
        trx,
        item.environmentId,
      );
      const current = await stores.databases.find(trx, item.id);
      if (current?.state !== item.state) return;
      const deps = { db: trx, stores };
      const used = await databasesInUse(deps, environment, [current]);
      if (used.has(item.databaseName)) return;
      await stores.databases.update(trx, item.id, { state: 'deleting' });
    });
  }

  /** One that fails does not keep the others from their turn. */
  private async attempt(
    { databaseName, pluginId }: PluginDatabase,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.deps.logger.warn(
        `Could not look after the database ${databaseName} of '${pluginId}'; trying again soon`,
        error as Error,
      );
    }
  }

  private async keep(
    environment: EnvironmentRecord,
    item: PluginDatabase,
    isUsed: boolean,
  ): Promise<void> {
    const { db, stores } = this.deps;
    if (isUsed) {
      if (item.displacedAt)
        await stores.databases.update(db, item.id, { displacedAt: null });
      if (item.sealedAt) await this.unseal(item);
    } else if (!item.displacedAt) {
      await this.noteDisplaced(item);
    } else if (!item.sealedAt) {
      const { probationMs } = environment.policy;
      const since = Date.now() - item.displacedAt.getTime();
      if (since > probationMs + SEAL_AFTER_PROBATION_MS) await this.seal(item);
    }
  }

  private async noteDisplaced(item: PluginDatabase): Promise<void> {
    const { db, cluster, stores } = this.deps;
    const { environmentId, pluginId, databaseName } = item;
    const credentials = await stores.hostCredentials.find(
      db,
      environmentId,
      pluginId,
    );
    const firstName = credentials?.databaseName ?? databaseName;
    const last = await stores.history.lastWith(db, { ...item, firstName });
    await stores.databases.update(db, item.id, {
      displacedAt: new Date(),
      sizeBytes: await cluster.sizeOf(databaseName),
      generation: last?.generation,
      ...(credentials && {
        packages: await schemaVersions(db, stores, credentials, databaseName),
      }),
    });
  }

  /** Under the lock: a rollout may be about to go back to it. */
  private async seal(item: PluginDatabase): Promise<void> {
    const { db, stores, cluster, lock, logger } = this.deps;
    await lock.tryRun(item.environmentId, item.pluginId, async () => {
      const current = await stores.databases.find(db, item.id);
      if (!current?.displacedAt || current.sealedAt) return;
      if (await this.serves(current)) return;
      await cluster.close(item.databaseName);
      await stores.databases.update(db, item.id, { sealedAt: new Date() });
      logger.info(`Closed the kept database ${item.databaseName}`);
    });
  }

  /** A rollout that goes back to it may have begun, and opened it, since this was looked up. */
  private async serves(item: PluginDatabase): Promise<boolean> {
    const { db, stores } = this.deps;
    const environment = await stores.environments.getById(
      db,
      item.environmentId,
    );
    const used = await databasesInService(this.deps, environment, [item]);
    return used.has(item.databaseName);
  }

  /** It serves again without anybody having prepared it: a host that cannot connect would end at once. */
  private async unseal(item: PluginDatabase): Promise<void> {
    const { db, stores, cluster, lock, logger } = this.deps;
    await lock.tryRun(item.environmentId, item.pluginId, async () => {
      const current = await stores.databases.find(db, item.id);
      if (!current?.sealedAt || current.displacedAt) return;
      await cluster.open(item.databaseName);
      await stores.databases.update(db, item.id, { sealedAt: null });
      logger.info(`Opened the database ${item.databaseName}: it serves again`);
    });
  }
}
