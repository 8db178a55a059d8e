import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Digest } from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';
import type { AssetSetStore } from '../database/AssetSetStore';
import type { Stores } from '../database/Stores';
import { isFrontendPackage } from '../domain/GenerationContent';
import type { AssetSets } from './AssetSets';

/**
 * Forgets the assets of earlier generations when their time is over, and keeps the disk within its budget before that. What an
 * environment serves, or is about to serve, stays.
 */
export class AssetCollector {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      store: AssetSetStore;
      assets: AssetSets;
      retentionMs: number;
      diskBudgetBytes: number;
      logger: LoggerService;
    },
  ) {}

  async run(): Promise<void> {
    const { db, store, assets, retentionMs } = this.deps;
    await assets.removeLeftovers();
    const referenced = await this.referencedDigests();
    await store.touch(db, [...referenced]);
    const oldest = new Date(Date.now() - retentionMs);
    await store.deleteUnreferenced(db, oldest, [...referenced]);
    const known = await store.list(db);
    const knownDigests = new Set(known.map(({ digest }) => digest));
    for (const digest of await assets.onDisk()) {
      if (!knownDigests.has(digest)) await this.evict(digest, 'it is too old');
    }
    await this.keepBudget(referenced);
  }

  /** Longest unreferenced first. Their rows stay: an open page that still asks for them makes us fetch them again. */
  private async keepBudget(referenced: Set<Digest>): Promise<void> {
    const { db, store, assets, diskBudgetBytes } = this.deps;
    const present = new Set(await assets.onDisk());
    const sets = (await store.list(db)).filter(({ digest }) =>
      present.has(digest),
    );
    let total = sets.reduce((sum, { size }) => sum + size, 0);
    for (const { digest, size } of sets) {
      if (total <= diskBudgetBytes) return;
      if (referenced.has(digest)) continue;
      await this.evict(digest, 'the disk budget is used up');
      total -= size;
    }
  }

  private async evict(digest: Digest, reason: string): Promise<void> {
    await this.deps.assets.evict(digest);
    this.deps.logger.info(`Removed the assets of ${digest}: ${reason}`);
  }

  private async referencedDigests(): Promise<Set<Digest>> {
    const { db, stores } = this.deps;
    const digests = new Set<Digest>();
    for (const environment of await stores.environments.listAll(db)) {
      const { servingGeneration, desiredGeneration, remotesGeneration } =
        environment;
      for (const number of new Set([
        servingGeneration,
        desiredGeneration,
        remotesGeneration,
      ])) {
        const content = await stores.generations.content(
          db,
          environment,
          number,
        );
        content.plugins
          .flatMap(({ packages }) => packages.filter(isFrontendPackage))
          .forEach(({ digest }) => digests.add(digest));
      }
    }
    return digests;
  }
}
