import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';

/**
 * Finds plugins that were given a database and a role, and whose installation then failed or was called off. That both are to go is
 * noted on that rollout, like the deletion of a plugin that is removed with its data, so that whatever is found in there is exported.
 */
export class FailedInstallations {
  constructor(private readonly deps: { db: Knex; stores: Stores }) {}

  /** Looked up each time, because a preparation that was called off may go on for a moment and make what is not needed any more. */
  async note(): Promise<void> {
    const { db, stores } = this.deps;
    for (const found of await stores.history.neverServed(db)) {
      await this.noteOne(found.environmentId, found.pluginId);
    }
  }

  /** Under the environment's lock: the plugin may be about to be installed again. */
  private async noteOne(
    environmentId: string,
    pluginId: string,
  ): Promise<void> {
    const { db, stores } = this.deps;
    await db.transaction(async trx => {
      await stores.environments.lock(trx, environmentId);
      const plugin = { environmentId, pluginId };
      const [found] = await stores.history.neverServed(trx, plugin);
      if (!found) return;
      await stores.rollouts.noteDeletion(trx, found.rolloutId, pluginId);
    });
  }
}
