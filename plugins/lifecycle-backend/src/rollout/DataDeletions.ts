import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { HostDatabases } from '../hosts/PostgresHostDatabases';

/** Drops the databases of plugins that were removed together with their data, once the removal serves. */
export class DataDeletions {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      databases: HostDatabases;
      logger: LoggerService;
    },
  ) {}

  /** A deletion stays noted on its rollout until it is done, so that a crash in between loses nothing. */
  async run(): Promise<void> {
    const { db, stores } = this.deps;
    for (const rollout of await stores.rollouts.listPendingDeletions(db)) {
      await this.deleteAll(rollout.environmentId, rollout.deleteData);
      await stores.rollouts.clearDeletions(db, rollout.id);
    }
  }

  private async deleteAll(
    environmentId: string,
    pluginIds: string[],
  ): Promise<void> {
    const { db, stores } = this.deps;
    const environment = await stores.environments.getById(db, environmentId);
    const wanted = await this.wantedPlugins(environment);
    for (const pluginId of pluginIds) {
      if (!wanted.has(pluginId)) await this.delete(environment, pluginId);
    }
  }

  /** A plugin may have been installed again in the meantime. */
  private async wantedPlugins(
    environment: EnvironmentRecord,
  ): Promise<Set<string>> {
    const { db, stores } = this.deps;
    const numbers = [
      environment.servingGeneration,
      environment.desiredGeneration,
    ];
    const contents = await Promise.all(
      numbers.map(number =>
        stores.generations.content(db, environment, number),
      ),
    );
    return new Set(
      contents.flatMap(({ plugins }) =>
        plugins.map(({ pluginId }) => pluginId),
      ),
    );
  }

  private async delete(
    environment: EnvironmentRecord,
    pluginId: string,
  ): Promise<void> {
    const { db, stores, databases, logger } = this.deps;
    const credentials = await stores.hostCredentials.find(
      db,
      environment.id,
      pluginId,
    );
    if (!credentials) return;
    await databases.drop(credentials);
    await db.transaction(async trx => {
      await stores.hostCredentials.delete(trx, environment.id, pluginId);
      await stores.audit.append(trx, {
        organizationId: environment.organizationId,
        actor: 'plugin:lifecycle',
        action: 'lifecycle.data.deleted',
        subject: `${environment.name}/${pluginId}`,
        details: { database: credentials.databaseName },
      });
    });
    logger.info(
      `Dropped the database of '${pluginId}' in '${environment.name}'`,
    );
  }
}
