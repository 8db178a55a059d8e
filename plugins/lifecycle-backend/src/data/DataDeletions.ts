import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import { coalesce } from '../domain/coalesce';
import type { HostDatabases } from '../hosts/PostgresHostDatabases';
import type { DatabaseCluster } from './DatabaseCluster';
import type { DataExports, Removal } from './DataExports';
import { dropPluginData } from './dropPluginData';
import { FailedInstallations } from './FailedInstallations';
import { isWantedAgain } from './isWantedAgain';
import { ownedDatabases, type OwnedDatabase } from './ownedDatabases';
import type { PluginDataLock } from './PluginDataLock';

/** The last report about the probation may still be on its way. */
const REPORT_MARGIN_MS = 10_000;

/**
 * Deletes the data of plugins that were removed together with it, once the removal has served for its probation, and of plugins that
 * never came into service: first every database is exported, then all are dropped, and the role. Nothing is deleted without its
 * export.
 */
export class DataDeletions {
  /** Takes up what is noted. */
  readonly run = coalesce(() => this.deleteAll());
  private readonly failedInstallations: FailedInstallations;

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
  ) {
    this.failedInstallations = new FailedInstallations(deps);
  }

  /** A deletion stays noted on its rollout until it is done, so that a crash in between loses nothing. */
  private async deleteAll(): Promise<void> {
    const { db, stores } = this.deps;
    await this.failedInstallations.note();
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
    const removal = await this.begin(rollout, pluginId);
    if (!removal) return;
    const { db, stores } = this.deps;
    const owned = await ownedDatabases(db, stores, removal.credentials);
    const exported = new Set<string>();
    for (const database of owned) {
      if (!(await this.export(removal, database))) return;
      exported.add(database.name);
    }
    await this.finish(removal, exported);
  }

  /**
   * Under the lock of the environment, so that nothing goes back to the plugin at the same time.
   *
   * @returns undefined when there is nothing to do, or not yet
   */
  private async begin(
    rollout: RolloutRecord,
    pluginId: string,
  ): Promise<Removal | undefined> {
    const { db, stores } = this.deps;
    return db.transaction(async trx => {
      const environment = await stores.environments.lock(
        trx,
        rollout.environmentId,
      );
      const credentials = await stores.hostCredentials.find(
        trx,
        environment.id,
        pluginId,
      );
      const subject = { environment, rollout, pluginId };
      if (!credentials || (await this.isKept(trx, subject))) {
        await this.strike(trx, rollout, pluginId);
        return undefined;
      }
      const isReady =
        isDue(environment, rollout) &&
        !(await this.isBeingCopied(trx, environment, pluginId));
      if (!isReady) return undefined;
      const [present] = await ownedDatabases(trx, stores, credentials);
      if (present) await this.stopWrites(present.name);
      return { environment, rollout, credentials };
    });
  }

  /** What was noted with a removal that did not come to serve, or was taken back, counts for nothing. */
  private async isKept(
    trx: Knex.Transaction,
    subject: Parameters<typeof isWantedAgain>[2] & { rollout: RolloutRecord },
  ): Promise<boolean> {
    const { stores } = this.deps;
    const { environment, rollout, pluginId } = subject;
    if (await isWantedAgain(trx, stores, subject)) return true;
    if (rollout.state === 'serving') return false;
    const plugin = { environmentId: environment.id, pluginId };
    return !(await stores.history.neverServed(trx, plugin)).length;
  }

  /** @returns whether there is nothing in it that is not in an export */
  private async export(
    removal: Removal,
    database: OwnedDatabase,
  ): Promise<boolean> {
    const { cluster, exports } = this.deps;
    if (!(await cluster.exists(database.name))) return true;
    const isNew = removal.rollout.state !== 'serving';
    if (isNew && !(await exports.isWorthIt(removal, database))) return true;
    const made = await exports.ensure(removal, database, () =>
      this.openToRead(database),
    );
    return made !== undefined;
  }

  /** Exporting takes its time: whether the plugin is wanted again is asked right before the drop, under the same lock. */
  private async finish(
    { environment: { id }, rollout, credentials }: Removal,
    exported: Set<string>,
  ): Promise<void> {
    const { db, stores, cluster } = this.deps;
    const { pluginId } = credentials;
    await db.transaction(async trx => {
      const environment = await stores.environments.lock(trx, id);
      const owned = await ownedDatabases(trx, stores, credentials);
      if (
        await isWantedAgain(trx, stores, { environment, rollout, pluginId })
      ) {
        if (owned[0]) await cluster.acceptWrites(owned[0].name);
      } else if (owned.every(({ name }) => exported.has(name))) {
        await dropPluginData(this.deps, trx, {
          environment,
          rollout,
          credentials,
        });
      } else {
        return;
      }
      await this.strike(trx, rollout, pluginId);
    });
  }

  private async strike(
    trx: Knex.Transaction,
    { id }: RolloutRecord,
    pluginId: string,
  ): Promise<void> {
    const { stores } = this.deps;
    await stores.exports.deleteIncomplete(trx, id, pluginId);
    await stores.rollouts.strikeDeletion(trx, id, pluginId);
  }

  /** A snapshot that was asked for before the removal is made first, and exported with the others. */
  private async isBeingCopied(
    trx: Knex.Transaction,
    { id }: EnvironmentRecord,
    pluginId: string,
  ): Promise<boolean> {
    const known = await this.deps.stores.databases.listOfPlugin(
      trx,
      id,
      pluginId,
    );
    return known.some(({ state }) =>
      ['waiting', 'holding', 'copied'].includes(state),
    );
  }

  /** One that is kept is closed: it is noted as open before it is, so that it is closed again should nobody drop it. */
  private async openToRead({ name, kind, record }: OwnedDatabase) {
    const { db, stores } = this.deps;
    if (kind === 'present') return;
    if (record?.sealedAt) {
      await stores.databases.update(db, record.id, { sealedAt: null });
    }
    await this.stopWrites(name);
  }

  /** Hosts may still be about to end: what they write from now on would be in no export. */
  private async stopWrites(databaseName: string): Promise<void> {
    const { cluster } = this.deps;
    if (!(await cluster.exists(databaseName))) return;
    await cluster.close(databaseName);
    await cluster.refuseWrites(databaseName);
    await cluster.open(databaseName);
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
