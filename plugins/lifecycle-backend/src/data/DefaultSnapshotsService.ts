import { randomUUID } from 'node:crypto';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  principalRef,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import type {
  DatabaseSnapshot,
  LifecyclePage,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { RolloutsService } from '../service/types';
import { assertConfirmed } from './assertConfirmed';
import type { RestorePlanner } from './RestorePlanner';
import { furtherDatabaseName, type PluginDatabase } from './PluginDatabase';
import { schemaVersions } from './schemaVersions';
import { SnapshotLookup, type PluginWithData } from './SnapshotLookup';
import { toSnapshot } from './toSnapshot';
import type { SnapshotsService } from './types';

/** Shows what is kept of plugin data, and puts it back. */
export class DefaultSnapshotsService implements SnapshotsService {
  private readonly lookup: SnapshotLookup;

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      rollouts: RolloutsService;
      restorePlanner: RestorePlanner;
      retentionMs: number;
      /** Called after each change. */
      onChanged: () => void;
    },
  ) {
    this.lookup = new SnapshotLookup(deps.stores);
  }

  async list(
    principal: Principal,
    name: string,
  ): Promise<LifecyclePage<DatabaseSnapshot>> {
    const { db } = this.deps;
    const environment = await this.environment(db, principal, name);
    const kept = await this.lookup.list(db, environment);
    return { items: kept.map(item => this.describe(item, name)) };
  }

  async create(
    principal: Principal,
    name: string,
    pluginId: string,
  ): Promise<DatabaseSnapshot> {
    const { db, stores, onChanged } = this.deps;
    const { id } = await this.environment(db, principal, name);
    const actor = principalRef(principal);
    const snapshot = await db.transaction(async trx => {
      const environment = await stores.environments.lock(trx, id);
      assertNoRollout(environment);
      const source = await this.lookup.pluginWithData(
        trx,
        environment,
        pluginId,
      );
      const made = await this.insert(trx, environment, source, actor);
      await this.record(trx, environment, made, 'requested', actor);
      return made;
    });
    onChanged();
    return this.describe(snapshot, name);
  }

  async restore(
    principal: Principal,
    name: string,
    id: string,
    confirm?: string[],
  ): Promise<Rollout> {
    const { db, stores, rollouts, restorePlanner } = this.deps;
    const environment = await this.environment(db, principal, name);
    const snapshot = await this.lookup.find(db, environment, id);
    assertStays(snapshot);
    await this.lookup.assertUnused(db, environment, snapshot);
    const plan = await restorePlanner.plan({
      environment,
      snapshot,
      target: await this.lookup.pluginWithData(
        db,
        environment,
        snapshot.pluginId,
      ),
      createdBy: principalRef(principal),
    });
    assertConfirmed(`Restoring the snapshot '${id}'`, plan, confirm);
    await db.transaction(trx => stores.plans.insert(trx, plan));
    return rollouts.start(principal, name, {
      planId: plan.id,
      planHash: plan.hash,
      confirm,
    });
  }

  /** What is about to be deleted already is left to that. */
  async delete(principal: Principal, name: string, id: string): Promise<void> {
    const { db, stores, onChanged } = this.deps;
    const { id: environmentId } = await this.environment(db, principal, name);
    await db.transaction(async trx => {
      // No rollout can begin that would need it.
      const environment = await stores.environments.lock(trx, environmentId);
      const snapshot = await this.lookup.find(trx, environment, id);
      if (snapshot.state === 'deleting') return;
      await this.lookup.assertUnused(trx, environment, snapshot);
      await stores.databases.update(trx, id, { state: 'deleting' });
      await this.record(
        trx,
        environment,
        snapshot,
        'deletion-requested',
        principalRef(principal),
      );
    });
    onChanged();
  }

  private environment(
    db: Knex,
    principal: Principal,
    name: string,
  ): Promise<EnvironmentRecord> {
    const { stores } = this.deps;
    return stores.environments.get(db, principal.organizationId, name);
  }

  private async insert(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    { plugin, credentials }: PluginWithData,
    createdBy: string,
  ): Promise<PluginDatabase> {
    const { stores } = this.deps;
    const first = credentials.databaseName;
    const databaseName = furtherDatabaseName(first, randomUUID());
    const sourceName = plugin.database ?? first;
    await stores.databases.insertOnce(trx, {
      organizationId: environment.organizationId,
      environmentId: environment.id,
      pluginId: plugin.pluginId,
      databaseName,
      purpose: 'snapshot',
      state: 'waiting',
      sourceName,
      packages: await schemaVersions(trx, stores, credentials, sourceName),
      generation: environment.servingGeneration,
      createdBy,
    });
    return (await stores.databases.findByName(trx, databaseName))!;
  }

  private describe(item: PluginDatabase, environment: string) {
    return toSnapshot(item, environment, this.deps.retentionMs);
  }

  private async record(
    trx: Knex.Transaction,
    { name, organizationId }: EnvironmentRecord,
    { id, pluginId, databaseName }: PluginDatabase,
    verb: 'requested' | 'deletion-requested',
    actor: string,
  ): Promise<void> {
    const { stores } = this.deps;
    const type = `lifecycle.snapshot.${verb}`;
    const data = {
      environment: name,
      pluginId,
      snapshotId: id,
      database: databaseName,
    };
    await stores.outbox.append(trx, { organizationId, type, data });
    await stores.audit.append(trx, {
      organizationId,
      actor,
      action: type,
      subject: `${name}/${pluginId}`,
      details: data,
    });
  }
}

function assertNoRollout({ name, activeRolloutId }: EnvironmentRecord): void {
  if (!activeRolloutId) return;
  throw new SceneshiftError(
    'ROLLOUT_IN_PROGRESS',
    `Rollout ${activeRolloutId} of '${name}' is in progress: wait for it, or cancel it.`,
    { details: { rolloutId: activeRolloutId } },
  );
}

function assertStays({ id, pluginId, state }: PluginDatabase): void {
  if (state === 'ready') return;
  if (state === 'deleting' || state === 'failed') {
    throw new SceneshiftError(
      'DATABASE_SNAPSHOT_NOT_FOUND',
      `The snapshot '${id}' of '${pluginId}' ${
        state === 'failed' ? 'could not be made' : 'is being deleted'
      }: choose another one.`,
    );
  }
}
