import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import { failpoint } from '../rollout/failpoint';
import type { CopyLedger } from './CopyLedger';
import type { DatabaseCluster } from './DatabaseCluster';
import type { PluginDatabase } from './PluginDatabase';

/** What the makers of copies share. */
export interface CopyDeps {
  db: Knex;
  stores: Stores;
  cluster: DatabaseCluster;
  ledger: CopyLedger;
}

/** Copies the database of a plugin while its requests wait. Both are closed then. */
export class DatabaseCopier {
  constructor(private readonly deps: CopyDeps) {}

  async copy(copy: PluginDatabase, sourceName: string): Promise<void> {
    const { cluster, ledger } = this.deps;
    await ledger.hold(copy);
    const owner = await this.ownerOf(copy);
    await cluster.copy(sourceName, copy.databaseName, owner);
    failpoint('controlPlane.snapshot.taken');
  }

  /** One that is only kept stays closed, also when it is copied. */
  async isSealed(name: string): Promise<boolean> {
    const { db, stores } = this.deps;
    const known = await stores.databases.findByName(db, name);
    return known?.sealedAt !== undefined;
  }

  private async ownerOf(copy: PluginDatabase): Promise<string> {
    const { db, stores } = this.deps;
    const { environmentId, pluginId } = copy;
    const credentials = await stores.hostCredentials.find(
      db,
      environmentId,
      pluginId,
    );
    if (credentials) return credentials.roleName;
    throw new Error(`The plugin '${pluginId}' has no role of its own any more`);
  }
}
