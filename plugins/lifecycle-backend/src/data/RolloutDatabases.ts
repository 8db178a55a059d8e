import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  Proposal,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import type {
  GenerationContent,
  LockedPlugin,
} from '../domain/GenerationContent';
import type { HostCredentials } from '../hosts/HostCredentials';
import { DatabaseCluster } from './DatabaseCluster';
import {
  furtherDatabaseName,
  type DataChange,
  type PluginDatabase,
} from './PluginDatabase';
import { schemaVersions } from './schemaVersions';

type NewCopy = Pick<RolloutRecord, 'id' | 'createdBy'>;

type NewCopyChange = Extract<DataChange, { kind: 'copy' | 'restore' }>;

/**
 * Gives the plugins of a new generation their databases: where the plan says so, a new name each, with the copy on record that
 * has to be made. A plan that is tried again after a failure gets new copies.
 */
export class RolloutDatabases {
  constructor(private readonly stores: Stores) {}

  /** @returns the content as it will be stored */
  async assign(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: NewCopy,
    { content, dataChanges = [] }: Pick<Proposal, 'content' | 'dataChanges'>,
  ): Promise<GenerationContent> {
    await this.callOffDeletions(trx, environment, content);
    const plugins = [...content.plugins];
    for (const change of dataChanges) {
      const index = plugins.findIndex(
        ({ pluginId }) => pluginId === change.pluginId,
      );
      const plugin = plugins[index];
      if (!plugin) continue;
      plugins[index] = await this.placed(trx, environment, rollout, {
        plugin,
        change,
      });
    }
    return { ...content, plugins };
  }

  /** Who brings a plugin back wants its data, also when this rollout fails: another removal says anew what becomes of it. */
  private async callOffDeletions(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    { plugins }: GenerationContent,
  ): Promise<void> {
    const { rollouts, exports } = this.stores;
    const ids = new Set(plugins.map(({ pluginId }) => pluginId));
    for (const removal of await rollouts.listPendingDeletions(trx)) {
      if (removal.environmentId !== environment.id) continue;
      for (const pluginId of removal.deleteData.filter(id => ids.has(id))) {
        await exports.deleteIncomplete(trx, removal.id, pluginId);
        await rollouts.strikeDeletion(trx, removal.id, pluginId);
      }
    }
  }

  private async placed(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: NewCopy,
    { plugin, change }: { plugin: LockedPlugin; change: DataChange },
  ): Promise<LockedPlugin> {
    switch (change.kind) {
      case 'earlier':
        await this.assertKept(trx, environment, plugin);
        return plugin;
      case 'found':
        await this.assertFound(trx, environment, plugin);
        return plugin;
      case 'empty':
        return plugin;
      default:
        return {
          ...plugin,
          database: await this.add(trx, environment, rollout, {
            plugin,
            change,
          }),
        };
    }
  }

  private async add(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: NewCopy,
    { plugin, change }: { plugin: LockedPlugin; change: NewCopyChange },
  ): Promise<string> {
    const { pluginId } = plugin;
    const first = await this.credentials(trx, environment, pluginId);
    const present = plugin.database ?? first.databaseName;
    const shared = {
      organizationId: environment.organizationId,
      environmentId: environment.id,
      pluginId,
      createdBy: rollout.createdBy,
    };
    await this.register(trx, shared, present, first);
    const sourceName =
      change.kind === 'restore'
        ? await this.snapshotName(trx, change.snapshotId)
        : present;
    const name = furtherDatabaseName(
      first.databaseName,
      `${rollout.id}/${pluginId}`,
    );
    await this.stores.databases.insertOnce(trx, {
      ...shared,
      databaseName: name,
      purpose: change.kind === 'restore' ? 'restore' : 'one-way-migration',
      state: 'waiting',
      sourceName,
      rolloutId: rollout.id,
      packages: await schemaVersions(trx, this.stores, first, sourceName),
    });
    return name;
  }

  /** It may have been deleted since the plan was made; an empty one must not take its place. */
  private async assertKept(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    { pluginId, database }: LockedPlugin,
  ): Promise<void> {
    const first = await this.credentials(trx, environment, pluginId);
    const kept = await this.stores.databases.findByName(
      trx,
      database ?? first.databaseName,
    );
    if (kept?.state === 'ready') return;
    throw new SceneshiftError(
      'DATABASE_SNAPSHOT_GONE',
      `The database that '${pluginId}' had in that generation was deleted since the plan was made: make a new plan.`,
    );
  }

  /** A deletion that was noted with the removal may have been done since the plan was made. */
  private async assertFound(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    { pluginId, database }: LockedPlugin,
  ): Promise<void> {
    const first = await this.stores.hostCredentials.find(
      trx,
      environment.id,
      pluginId,
    );
    const name = database ?? first?.databaseName;
    if (first && name && (await new DatabaseCluster(trx).exists(name))) return;
    throw new SceneshiftError(
      'DATABASE_SNAPSHOT_GONE',
      `The data of '${pluginId}' was deleted since the plan was made: make a new plan.`,
    );
  }

  /** The present database will be displaced: from then on it is one of those that are kept. */
  private async register(
    trx: Knex.Transaction,
    shared: Pick<
      PluginDatabase,
      'organizationId' | 'environmentId' | 'pluginId' | 'createdBy'
    >,
    databaseName: string,
    first: HostCredentials,
  ): Promise<void> {
    const { databases, history } = this.stores;
    const served = await history.lastServed(
      trx,
      shared.environmentId,
      shared.pluginId,
    );
    await databases.insertOnce(trx, {
      ...shared,
      databaseName,
      purpose: 'initial',
      state: 'ready',
      packages: await schemaVersions(trx, this.stores, first, databaseName),
      generation: served?.generation,
    });
  }

  private async credentials(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    pluginId: string,
  ): Promise<HostCredentials> {
    const found = await this.stores.hostCredentials.find(
      trx,
      environment.id,
      pluginId,
    );
    if (found) return found;
    throw new SceneshiftError(
      'PLAN_STALE',
      `The data of '${pluginId}' was deleted since the plan was made: make a new plan.`,
    );
  }

  private async snapshotName(
    trx: Knex.Transaction,
    id: string,
  ): Promise<string> {
    const snapshot = await this.stores.databases.find(trx, id);
    if (snapshot?.state === 'ready') return snapshot.databaseName;
    throw new SceneshiftError(
      'DATABASE_SNAPSHOT_NOT_FOUND',
      `The snapshot '${id}' is not there any more: choose another one.`,
    );
  }
}
