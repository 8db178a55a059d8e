import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RolloutRecord } from '../domain/EnvironmentRecord';
import type { CopyDeps } from './DatabaseCopier';
import { databasesInService } from './databasesInUse';
import type { PluginDatabase } from './PluginDatabase';
import type { PluginDataLock } from './PluginDataLock';
import { RolloutCopies } from './RolloutCopies';
import { SnapshotCopies } from './SnapshotCopies';

/**
 * Makes copies of plugin databases and puts them in order afterwards. The state of each is one row, every step may be repeated,
 * and a lock on the plugin keeps two workers apart: any process goes on where another one died.
 *
 * The database that is copied is never changed: a version that has to go back finds its data as it left it.
 */
export class DatabaseCopies {
  private readonly ofRollouts: RolloutCopies;
  private readonly snapshots: SnapshotCopies;

  constructor(
    private readonly deps: CopyDeps & {
      lock: PluginDataLock;
      logger: LoggerService;
    },
  ) {
    this.ofRollouts = new RolloutCopies(deps);
    this.snapshots = new SnapshotCopies(deps);
  }

  /**
   * Makes every copy that a rollout needs, before anybody is told of its generation. Snapshots that were asked for come first:
   * they close the database for a moment, which a host that starts on it would not survive.
   */
  async prepare(
    rollout: Pick<RolloutRecord, 'id' | 'environmentId'>,
  ): Promise<void> {
    const { db, stores, lock } = this.deps;
    for (const copy of await this.listOpen()) {
      const isBefore = copy.environmentId === rollout.environmentId;
      if (isBefore && isSnapshotToTake(copy)) {
        await lock.run(copy.environmentId, copy.pluginId, () =>
          this.carryOn(copy.id),
        );
      }
    }
    for (const copy of await stores.databases.listOfRollout(db, rollout.id)) {
      await lock.run(copy.environmentId, copy.pluginId, () =>
        this.ofRollouts.make(copy.id),
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

  /** What was listed may have been done by another process since. */
  private async carryOn(id: string): Promise<void> {
    const { db, stores } = this.deps;
    const copy = await stores.databases.find(db, id);
    if (copy?.state === 'deleting') {
      await this.remove(copy);
    } else if (copy && isSnapshotToTake(copy)) {
      await this.snapshots.take(copy);
    } else if (copy?.rolloutId && isOpen(copy)) {
      const rollout = await stores.rollouts.getById(db, copy.rolloutId);
      if (rollout.endedAt) await this.ofRollouts.settle(copy, rollout);
    }
  }

  private async remove(copy: PluginDatabase): Promise<void> {
    const { db, stores, cluster, ledger } = this.deps;
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
      await ledger.deleted(trx, copy);
    });
  }
}

function isOpen({ state }: PluginDatabase): boolean {
  return ['waiting', 'holding', 'copied'].includes(state);
}

function isSnapshotToTake(copy: PluginDatabase): boolean {
  return isOpen(copy) && !copy.rolloutId;
}
