import type { Knex } from 'knex';
import type { DatabaseCopies } from '../data/DatabaseCopies';
import type { PluginDataLock } from '../data/PluginDataLock';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import {
  isFrontendPackage,
  type GenerationContent,
} from '../domain/GenerationContent';
import { createHostCredentials } from '../hosts/HostCredentials';
import type { HostDatabases } from '../hosts/PostgresHostDatabases';
import type { AssetSets } from '../remotes/AssetSets';
import { changedHosts } from './hostChanges';

/** Does everything that has to be there before supervisors and the app are told of a generation. Idempotent. */
export class RolloutPreparer {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      databases: HostDatabases;
      assets: AssetSets;
      copies: DatabaseCopies;
      lock: PluginDataLock;
    },
  ) {}

  async prepare(rollout: RolloutRecord): Promise<void> {
    const { db, stores } = this.deps;
    const environment = await stores.environments.getById(
      db,
      rollout.environmentId,
    );
    const content = (number: number) =>
      stores.generations.content(db, environment, number);
    const from = await content(rollout.fromGeneration);
    const to = await content(rollout.toGeneration);
    for (const pluginId of changedHosts(from, to)) {
      await this.prepareHost(environment, to, pluginId);
    }
    await this.prepareAssets(environment, to);
    // Last, because requests wait from here on.
    await this.deps.copies.prepare(rollout);
  }

  /** Under the lock: the plugin's data may be about to be deleted after an earlier removal, or closed. */
  private prepareHost(
    environment: EnvironmentRecord,
    content: GenerationContent,
    pluginId: string,
  ): Promise<void> {
    return this.deps.lock.run(environment.id, pluginId, () =>
      this.ensureDatabase(environment, content, pluginId),
    );
  }

  private async ensureDatabase(
    environment: EnvironmentRecord,
    content: GenerationContent,
    pluginId: string,
  ): Promise<void> {
    const { db, stores, databases } = this.deps;
    const find = () =>
      stores.hostCredentials.find(db, environment.id, pluginId);
    if (!(await find())) {
      const made = createHostCredentials(environment, pluginId);
      await stores.hostCredentials.insertOnce(db, environment, made);
    }
    const credentials = await find();
    if (!credentials) return;
    const { database } =
      content.plugins.find(plugin => plugin.pluginId === pluginId) ?? {};
    const databaseName = database ?? credentials.databaseName;
    const known = await stores.databases.findByName(db, databaseName);
    // A copy is not there before it is made; an empty database in its place would look like one.
    if (known && known.state !== 'ready') return;
    await databases.ensure({ ...credentials, databaseName });
    if (known?.sealedAt) {
      await stores.databases.update(db, known.id, { sealedAt: null });
    }
  }

  private async prepareAssets(
    environment: EnvironmentRecord,
    content: GenerationContent,
  ): Promise<void> {
    const packages = content.plugins
      .filter(({ enabled }) => enabled)
      .flatMap(plugin => plugin.packages.filter(isFrontendPackage));
    for (const item of packages) {
      await this.deps.assets.prepare(environment.organizationId, item);
    }
  }
}
