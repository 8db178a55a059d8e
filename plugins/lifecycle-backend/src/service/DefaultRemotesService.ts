import type { RemotesList } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { AssetSet } from '../database/AssetSetStore';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import { isFrontendPackage } from '../domain/GenerationContent';
import type { AssetSets } from '../remotes/AssetSets';
import { buildRemotesList } from '../remotes/buildRemotesList';
import type { RemotesService } from './types';

/** Lists and serves the frontends of the environment that this portal serves. */
export class DefaultRemotesService implements RemotesService {
  private cached: { revision: string; list: RemotesList } | undefined;

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      assets: AssetSets;
      environment: string;
      reservedPluginIds: string[];
    },
  ) {}

  async list(): Promise<RemotesList> {
    const { db, stores, environment: name } = this.deps;
    const environment = await stores.environments.findByName(db, name);
    // A rollout may move the remotes without a new revision of the environment.
    const revision = `${environment.revision}.${environment.remotesGeneration}`;
    if (this.cached?.revision !== revision) {
      this.cached = { revision, list: await this.build(environment) };
    }
    return this.cached.list;
  }

  readAsset(digest: string, path: string): Promise<Buffer> {
    return this.deps.assets.read(digest, path);
  }

  private async build(environment: EnvironmentRecord): Promise<RemotesList> {
    const { db, stores, assets, reservedPluginIds } = this.deps;
    const content = await stores.generations.content(
      db,
      environment,
      environment.remotesGeneration,
    );
    const assetSets = new Map<string, AssetSet>();
    for (const { packages } of content.plugins) {
      for (const { digest } of packages.filter(isFrontendPackage)) {
        const set = await assets.find(digest);
        if (set) assetSets.set(digest, set);
      }
    }
    return buildRemotesList({
      environment: environment.name,
      content,
      assetSets,
      reservedPluginIds,
    });
  }
}
