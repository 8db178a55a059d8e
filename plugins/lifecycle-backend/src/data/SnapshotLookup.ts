import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { LockedPlugin } from '../domain/GenerationContent';
import type { HostCredentials } from '../hosts/HostCredentials';
import { databasesInUse } from './databasesInUse';
import type { PluginDatabase } from './PluginDatabase';

/** A plugin that serves, with what its databases are made with. */
export interface PluginWithData {
  plugin: LockedPlugin;
  credentials: HostCredentials;
}

/** Finds what snapshots are made of, and snapshots, or says what is wrong with what was asked for. */
export class SnapshotLookup {
  constructor(private readonly stores: Stores) {}

  async list(
    db: Knex,
    environment: EnvironmentRecord,
  ): Promise<PluginDatabase[]> {
    const { stores } = this;
    const all = await stores.databases.list(db, environment.id);
    const used = await databasesInUse({ db, stores }, environment, all);
    return all.filter(
      item =>
        item.purpose === 'snapshot' ||
        (isSettled(item) && !used.has(item.databaseName)),
    );
  }

  /** @throws SceneshiftError `DATABASE_SNAPSHOT_NOT_FOUND` */
  async find(
    db: Knex,
    environment: EnvironmentRecord,
    id: string,
  ): Promise<PluginDatabase> {
    const found = await this.stores.databases.find(db, id);
    if (found?.environmentId === environment.id) return found;
    throw new SceneshiftError(
      'DATABASE_SNAPSHOT_NOT_FOUND',
      `There is no snapshot '${id}'. Snapshots are listed at GET …/environments/{environment}/snapshots.`,
    );
  }

  /** @throws SceneshiftError `DATABASE_SNAPSHOT_IN_USE` */
  async assertUnused(
    db: Knex,
    environment: EnvironmentRecord,
    item: PluginDatabase,
  ): Promise<void> {
    const { stores } = this;
    const used = await databasesInUse({ db, stores }, environment, [item]);
    if (!used.has(item.databaseName) && isSettled(item)) return;
    throw new SceneshiftError(
      'DATABASE_SNAPSHOT_IN_USE',
      `The snapshot '${item.id}' of '${item.pluginId}' is in use (${item.state}): wait until the rollout or the copy has ended.`,
    );
  }

  /** @throws SceneshiftError `PLUGIN_NOT_INSTALLED` */
  async pluginWithData(
    db: Knex,
    environment: EnvironmentRecord,
    pluginId: string,
  ): Promise<PluginWithData> {
    const { stores } = this;
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
    if (plugin && credentials) return { plugin, credentials };
    throw new SceneshiftError(
      'PLUGIN_NOT_INSTALLED',
      `The plugin '${pluginId}' has no database that serves in '${environment.name}': install it first.`,
    );
  }
}

function isSettled({ state }: PluginDatabase): boolean {
  return state === 'ready' || state === 'failed';
}
