import type { Knex } from 'knex';

/**
 * One worker at a time on the databases of one plugin, whichever process it is in. The lock is PostgreSQL's: it goes with the
 * connection of a process that dies.
 */
export class PluginDataLock {
  constructor(private readonly db: Knex) {}

  /** Waits for its turn. */
  async run<T>(
    environmentId: string,
    pluginId: string,
    work: () => Promise<T>,
  ): Promise<T> {
    return this.db.transaction(async trx => {
      await stayIdle(trx);
      await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [
        keyOf(environmentId, pluginId),
      ]);
      return work();
    });
  }

  /** @returns false when somebody else is at work */
  async tryRun(
    environmentId: string,
    pluginId: string,
    work: () => Promise<void>,
  ): Promise<boolean> {
    return this.db.transaction(async trx => {
      await stayIdle(trx);
      const { rows } = await trx.raw(
        'SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0)) AS taken',
        [keyOf(environmentId, pluginId)],
      );
      if (rows[0].taken) await work();
      return rows[0].taken;
    });
  }
}

function keyOf(environmentId: string, pluginId: string): string {
  return `sceneshift.lifecycle:data:${environmentId}/${pluginId}`;
}

/** The work goes on elsewhere: a server that ends idle transactions would give the lock to somebody else meanwhile. */
async function stayIdle(trx: Knex.Transaction): Promise<void> {
  await trx.raw('SET LOCAL idle_in_transaction_session_timeout = 0');
}
