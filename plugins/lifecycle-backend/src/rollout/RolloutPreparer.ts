import type { Knex } from 'knex';
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
      await this.prepareHost(environment, pluginId);
    }
    await this.prepareAssets(environment, to);
  }

  private async prepareHost(
    environment: EnvironmentRecord,
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
    if (credentials) await databases.ensure(credentials);
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
