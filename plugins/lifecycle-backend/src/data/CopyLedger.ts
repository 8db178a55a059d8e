import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { PluginDatabase } from './PluginDatabase';
import type { PluginDatabaseChange } from './PluginDatabaseStore';

/** Until every process of the control plane has heard that requests are to wait. */
const HOLD_LEAD_MS = 250;

/** Writes down how far a copy is, with its audit row and its event, and tells everybody whose requests wait for it. */
export class CopyLedger {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      /** A rollout gets this long after its copies are made. */
      rolloutTimeoutMs: number;
    },
  ) {}

  /** From now on requests of the plugin wait. */
  async hold(copy: PluginDatabase): Promise<void> {
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

  /** The copy is there; requests wait until the rollout has ended. */
  async copied(copy: PluginDatabase): Promise<void> {
    const { db, stores } = this.deps;
    await db.transaction(async trx => {
      await stores.databases.update(trx, copy.id, { state: 'copied' });
      await this.extend(trx, copy.rolloutId);
      await this.record(trx, copy, 'copied');
    });
  }

  /** Requests go on. */
  async release(
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

  async deleted(trx: Knex, copy: PluginDatabase): Promise<void> {
    await this.deps.stores.databases.delete(trx, copy.id);
    await this.record(trx, copy, 'deleted');
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
