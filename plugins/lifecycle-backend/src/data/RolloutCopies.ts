import type { RolloutRecord } from '../domain/EnvironmentRecord';
import { failpoint } from '../rollout/failpoint';
import { DatabaseCopier, type CopyDeps } from './DatabaseCopier';
import type { PluginDatabase } from './PluginDatabase';

/** The copy that a rollout puts in the place of a plugin's database: made before it, put in order after it. */
export class RolloutCopies {
  private readonly copier: DatabaseCopier;

  constructor(private readonly deps: CopyDeps) {
    this.copier = new DatabaseCopier(deps);
  }

  async make(id: string): Promise<void> {
    const { db, stores, cluster, ledger } = this.deps;
    const copy = await stores.databases.find(db, id);
    if (!copy?.sourceName) return;
    if (!['waiting', 'holding'].includes(copy.state)) return;
    const { sourceName, databaseName } = copy;
    await this.copier.copy(copy, sourceName);
    if (!(await this.copier.isSealed(sourceName))) {
      // Until the rollout has ended it is not certain which of the two goes on.
      await cluster.refuseWrites(sourceName);
      await cluster.open(sourceName);
    }
    await cluster.open(databaseName);
    await ledger.copied(copy);
  }

  async settle(copy: PluginDatabase, rollout: RolloutRecord): Promise<void> {
    const { cluster, ledger } = this.deps;
    const { sourceName, state, databaseName } = copy;
    if (sourceName && state !== 'waiting') {
      // Made by a process that is gone, for a rollout that has ended meanwhile: nobody connects to the source before its end.
      await cluster.abandonCopy(databaseName);
      if (!(await this.copier.isSealed(sourceName))) {
        await cluster.acceptWrites(sourceName);
        await cluster.open(sourceName);
      }
    }
    failpoint('controlPlane.snapshot.restored');
    // Without a release no host has ever seen the copy.
    await ledger.release(copy, {
      state: rollout.preparedAt ? 'ready' : 'deleting',
    });
  }
}
