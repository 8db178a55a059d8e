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
import type { LockedPlugin } from '../domain/GenerationContent';
import type { RolloutsService } from '../service/types';
import { assertConfirmed } from './assertConfirmed';
import { createRestorePlan } from './createRestorePlan';
import { databasesInUse } from './databasesInUse';
import { furtherDatabaseName, type PluginDatabase } from './PluginDatabase';
import { versionsOf } from './RolloutDatabases';
import { toSnapshot } from './toSnapshot';
import type { SnapshotsService } from './types';

/** Shows what is kept of plugin data, and puts it back. */
export class DefaultSnapshotsService implements SnapshotsService {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      rollouts: RolloutsService;
      retentionMs: number;
      /** Called after each change. */
      onChanged: () => void;
    },
  ) {}

  async list(
    principal: Principal,
    name: string,
  ): Promise<LifecyclePage<DatabaseSnapshot>> {
    const { db, stores } = this.deps;
    const environment = await this.environment(db, principal, name);
    const all = await stores.databases.list(db, environment.id);
    const used = await databasesInUse(this.deps, environment, all);
    return {
      items: all
        .filter(item => isKept(item, used))
        .map(item => this.describe(item, name)),
    };
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
      const plugin = await this.installed(trx, environment, pluginId);
      const made = await this.insert(trx, environment, plugin, actor);
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
    const { db, stores, rollouts } = this.deps;
    const environment = await this.environment(db, principal, name);
    const snapshot = await this.kept(db, environment, id);
    const plugin = await this.installed(db, environment, snapshot.pluginId);
    const plan = createRestorePlan({
      environment,
      base: await stores.generations.content(
        db,
        environment,
        environment.servingGeneration,
      ),
      plugin,
      snapshot,
      createdBy: principalRef(principal),
    });
    assertConfirmed(plan, confirm);
    await db.transaction(trx => stores.plans.insert(trx, plan));
    return rollouts.start(principal, name, {
      planId: plan.id,
      planHash: plan.hash,
      confirm,
    });
  }

  async delete(principal: Principal, name: string, id: string): Promise<void> {
    const { db, stores, onChanged } = this.deps;
    const { id: environmentId } = await this.environment(db, principal, name);
    await db.transaction(async trx => {
      // No rollout can begin that would need it.
      const environment = await stores.environments.lock(trx, environmentId);
      const snapshot = await this.kept(trx, environment, id);
      await stores.databases.update(trx, id, { state: 'deleting' });
      const actor = principalRef(principal);
      await this.record(
        trx,
        environment,
        snapshot,
        'deletion-requested',
        actor,
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

  private async installed(
    db: Knex,
    environment: EnvironmentRecord,
    pluginId: string,
  ): Promise<LockedPlugin> {
    const { stores } = this.deps;
    const { plugins } = await stores.generations.content(
      db,
      environment,
      environment.servingGeneration,
    );
    const plugin = plugins.find(item => item.pluginId === pluginId);
    const credentials = await stores.hostCredentials.find(
      db,
      environment.id,
      pluginId,
    );
    if (plugin && credentials) return plugin;
    throw new SceneshiftError(
      'PLUGIN_NOT_INSTALLED',
      `The plugin '${pluginId}' has no database that serves in '${environment.name}': install it first.`,
    );
  }

  private async insert(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    plugin: LockedPlugin,
    createdBy: string,
  ): Promise<PluginDatabase> {
    const { stores } = this.deps;
    const { pluginId } = plugin;
    const credentials = await stores.hostCredentials.find(
      trx,
      environment.id,
      pluginId,
    );
    const first = credentials!.databaseName;
    const databaseName = furtherDatabaseName(first, randomUUID());
    await stores.databases.insertOnce(trx, {
      organizationId: environment.organizationId,
      environmentId: environment.id,
      pluginId,
      databaseName,
      purpose: 'snapshot',
      state: 'waiting',
      sourceName: plugin.database ?? first,
      packages: versionsOf(plugin),
      generation: environment.servingGeneration,
      createdBy,
    });
    return (await stores.databases.findByName(trx, databaseName))!;
  }

  private async kept(
    db: Knex,
    environment: EnvironmentRecord,
    id: string,
  ): Promise<PluginDatabase> {
    const { stores } = this.deps;
    const found = await stores.databases.find(db, id);
    if (!found || found.environmentId !== environment.id) throw unknown(id);
    const used = await databasesInUse({ db, stores }, environment, [found]);
    if (!used.has(found.databaseName) && isSettled(found)) return found;
    throw new SceneshiftError(
      'DATABASE_SNAPSHOT_IN_USE',
      `The snapshot '${id}' of '${found.pluginId}' is in use (${found.state}): wait until the rollout or the copy has ended.`,
    );
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

function isKept(item: PluginDatabase, used: Set<string>): boolean {
  if (item.purpose === 'snapshot') return true;
  return isSettled(item) && !used.has(item.databaseName);
}

function isSettled({ state }: PluginDatabase): boolean {
  return state === 'ready' || state === 'failed';
}

function assertNoRollout({ name, activeRolloutId }: EnvironmentRecord): void {
  if (!activeRolloutId) return;
  throw new SceneshiftError(
    'ROLLOUT_IN_PROGRESS',
    `Rollout ${activeRolloutId} of '${name}' is in progress: wait for it, or cancel it.`,
    { details: { rolloutId: activeRolloutId } },
  );
}

function unknown(id: string): SceneshiftError {
  return new SceneshiftError(
    'DATABASE_SNAPSHOT_NOT_FOUND',
    `There is no snapshot '${id}'. Snapshots are listed at GET …/environments/{environment}/snapshots.`,
  );
}
