import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { RolloutRecord } from '../domain/EnvironmentRecord';
import { failpoint } from '../rollout/failpoint';
import type { DatabaseCluster } from './DatabaseCluster';
import { databasesInService } from './databasesInUse';
import type { PluginDatabase } from './PluginDatabase';
import type { PluginDatabaseChange } from './PluginDatabaseStore';
import type { PluginDataLock } from './PluginDataLock';

/** Until every process of the control plane has heard that requests are to wait. */
const HOLD_LEAD_MS = 250;

/**
 * Makes copies of plugin databases and puts them in order afterwards. The state of each is one row, every step may be repeated,
 * and a lock on the plugin keeps two workers apart: any process goes on where another one died.
 *
 * The database that is copied is never changed: a version that has to go back finds its data as it left it.
 */
export class DatabaseCopies {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      cluster: DatabaseCluster;
      lock: PluginDataLock;
      logger: LoggerService;
      /** A rollout gets this long after its copies are made. */
      rolloutTimeoutMs: number;
    },
  ) {}

  /** Makes every copy that a rollout needs, before anybody is told of its generation. */
  async prepare(rollout: Pick<RolloutRecord, 'id'>): Promise<void> {
    const { db, stores, lock } = this.deps;
    for (const copy of await stores.databases.listOfRollout(db, rollout.id)) {
      await lock.run(copy.environmentId, copy.pluginId, () =>
        this.make(copy.id),
      );
    }
  }

  /** Puts in order what ended rollouts have left. */
  async settleAll(): Promise<void> {
    for (const copy of await this.listOpen()) {
      if (!isSnapshotToTake(copy)) await this.attempt(copy);
    }
  }

  /** Makes the snapshots that were asked for. */
  async takeAll(): Promise<void> {
    for (const copy of await this.listOpen()) {
      if (isSnapshotToTake(copy)) await this.attempt(copy);
    }
  }

  private listOpen(): Promise<PluginDatabase[]> {
    const { db, stores } = this.deps;
    return stores.databases.listInState(db, [
      'waiting',
      'holding',
      'copied',
      'deleting',
    ]);
  }

  /** One that fails does not keep the others from their turn. */
  private async attempt(copy: PluginDatabase): Promise<void> {
    const { lock, logger } = this.deps;
    try {
      await lock.tryRun(copy.environmentId, copy.pluginId, () =>
        this.carryOn(copy.id),
      );
    } catch (error) {
      logger.warn(
        `Could not go on with the database ${copy.databaseName} of '${copy.pluginId}'; trying again soon`,
        error as Error,
      );
    }
  }

  private async carryOn(id: string): Promise<void> {
    const { db, stores } = this.deps;
    const copy = await stores.databases.find(db, id);
    if (!copy) return;
    if (copy.state === 'deleting') {
      await this.remove(copy);
    } else if (copy.rolloutId) {
      const rollout = await stores.rollouts.getById(db, copy.rolloutId);
      if (rollout.endedAt) await this.settle(copy, rollout);
    } else {
      await this.takeSnapshot(copy);
    }
  }

  private async make(id: string): Promise<void> {
    const { db, stores, cluster } = this.deps;
    const copy = await stores.databases.find(db, id);
    if (!copy?.sourceName) return;
    if (!['waiting', 'holding'].includes(copy.state)) return;
    await this.hold(copy);
    const { sourceName, databaseName } = copy;
    await cluster.copy(sourceName, databaseName, await this.ownerOf(copy));
    failpoint('controlPlane.snapshot.taken');
    if (!(await this.isSealed(sourceName))) {
      // Until the rollout has ended it is not certain which of the two goes on.
      await cluster.refuseWrites(sourceName);
      await cluster.open(sourceName);
    }
    await cluster.open(databaseName);
    await db.transaction(async trx => {
      await stores.databases.update(trx, id, { state: 'copied' });
      await this.extend(trx, copy.rolloutId);
      await this.record(trx, copy, 'copied');
    });
  }

  /** What serves is opened again at once, whatever becomes of the copy, which stays closed. */
  private async takeSnapshot(copy: PluginDatabase): Promise<void> {
    const { cluster } = this.deps;
    const { sourceName, databaseName } = copy;
    if (!sourceName) return;
    await this.hold(copy);
    try {
      await cluster.copy(sourceName, databaseName, await this.ownerOf(copy));
      failpoint('controlPlane.snapshot.taken');
      const now = new Date();
      await cluster.open(sourceName);
      await this.finish(copy, {
        state: 'ready',
        sizeBytes: await cluster.sizeOf(databaseName),
        displacedAt: now,
        sealedAt: now,
      });
    } catch (error) {
      await cluster.open(sourceName);
      const { message } = error as Error;
      const reason = { code: 'INTERNAL', message, pluginId: copy.pluginId };
      await this.finish(copy, { state: 'failed', reason });
    }
  }

  private async settle(
    copy: PluginDatabase,
    rollout: RolloutRecord,
  ): Promise<void> {
    const { cluster } = this.deps;
    const { sourceName, state } = copy;
    const isTouched = sourceName && state !== 'waiting';
    if (isTouched && !(await this.isSealed(sourceName))) {
      await cluster.acceptWrites(sourceName);
      await cluster.open(sourceName);
    }
    failpoint('controlPlane.snapshot.restored');
    // Without a release no host has ever seen the copy.
    await this.finish(copy, {
      state: rollout.preparedAt ? 'ready' : 'deleting',
    });
  }

  /** A snapshot that is copied stays closed. */
  private async isSealed(name: string): Promise<boolean> {
    const { db, stores } = this.deps;
    const known = await stores.databases.findByName(db, name);
    return known?.sealedAt !== undefined;
  }

  private async finish(
    copy: PluginDatabase,
    change: PluginDatabaseChange,
  ): Promise<void> {
    const { db, stores } = this.deps;
    const environment = await stores.environments.getById(
      db,
      copy.environmentId,
    );
    await db.transaction(async trx => {
      await stores.databases.update(trx, copy.id, change);
      await this.record(trx, copy, 'released');
      await stores.environments.notify(trx, environment);
    });
  }

  private async hold(copy: PluginDatabase): Promise<void> {
    if (copy.state === 'holding') return;
    const { db, stores } = this.deps;
    const environment = await stores.environments.getById(
      db,
      copy.environmentId,
    );
    await db.transaction(async trx => {
      await stores.databases.update(trx, copy.id, { state: 'holding' });
      await stores.environments.notify(trx, environment);
    });
    await sleep(HOLD_LEAD_MS);
  }

  private async remove(copy: PluginDatabase): Promise<void> {
    const { db, stores, cluster } = this.deps;
    await db.transaction(async trx => {
      const environment = await stores.environments.lock(
        trx,
        copy.environmentId,
      );
      const deps = { db: trx, stores };
      const used = await databasesInService(deps, environment, [copy]);
      if (used.has(copy.databaseName)) {
        await stores.databases.update(trx, copy.id, { state: 'ready' });
        return;
      }
      await cluster.drop(copy.databaseName);
      await stores.databases.delete(trx, copy.id);
      await this.record(trx, copy, 'deleted');
    });
  }

  private async ownerOf(copy: PluginDatabase): Promise<string> {
    const { db, stores } = this.deps;
    const { environmentId, pluginId } = copy;
    const credentials = await stores.hostCredentials.find(
      db,
      environmentId,
      pluginId,
    );
    if (credentials) return credentials.roleName;
    throw new Error(`The plugin '${pluginId}' has no role of its own any more`);
  }

  /** Copying may take longer than everything after it: the time of the rollout begins when it is done. */
  private async extend(trx: Knex, rolloutId?: string): Promise<void> {
    if (!rolloutId) return;
    const deadline = new Date(Date.now() + this.deps.rolloutTimeoutMs);
    await trx('rollouts')
      .where({ id: rolloutId })
      .where('deadline_at', '<', deadline)
      .update({ deadline_at: deadline });
  }

  private async record(
    trx: Knex,
    copy: PluginDatabase,
    verb: 'copied' | 'released' | 'deleted',
  ): Promise<void> {
    const { stores } = this.deps;
    const { organizationId, pluginId, databaseName, purpose } = copy;
    const environment = await stores.environments.getById(
      trx,
      copy.environmentId,
    );
    const data = {
      environment: environment.name,
      pluginId,
      snapshotId: copy.id,
      purpose,
      database: databaseName,
      source: copy.sourceName,
      rolloutId: copy.rolloutId,
    };
    const type = `lifecycle.database.${verb}`;
    await stores.outbox.append(trx, { organizationId, type, data });
    await stores.audit.append(trx, {
      organizationId,
      actor: 'plugin:lifecycle',
      action: type,
      subject: `${environment.name}/${pluginId}`,
      details: data,
    });
  }
}

function isSnapshotToTake({ state, rolloutId }: PluginDatabase): boolean {
  return state !== 'deleting' && !rolloutId;
}
