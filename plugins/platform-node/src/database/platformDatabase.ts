import {
  resolvePackagePath,
  type RootConfigService,
  type RootLifecycleService,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const PLATFORM_DATABASE = 'platform';

/** Opens and migrates the database of the root-scoped services, which belong to no plugin. */
export async function openPlatformDatabase(deps: {
  config: RootConfigService;
  logger: RootLoggerService;
  lifecycle: RootLifecycleService;
}): Promise<Knex> {
  // Loaded here: it costs 130 ms, and processes that import this package for its types never need it.
  const { DatabaseManager } =
    require('@backstage/backend-defaults/database') as typeof import('@backstage/backend-defaults/database');
  const manager = DatabaseManager.fromConfig(deps.config, {
    rootLogger: deps.logger,
    rootLifecycle: deps.lifecycle,
  });
  const service = manager.forPlugin(PLATFORM_DATABASE, deps);
  const database = await service.getClient();
  if (!service.migrations?.skip) await migratePlatformDatabase(database);
  return database;
}

/** Brings the tables of API keys, and this database's own audit log, up to date. */
export async function migratePlatformDatabase(database: Knex): Promise<void> {
  await database.migrate.latest({
    directory: resolvePackagePath(
      '@sceneshift/backstage-platform-node',
      'migrations',
    ),
  });
  await migrateRoomTables(database);
}

/**
 * Creates and updates `audit_log` and `outbox_events` in a room's own database. Call it beside the room's own
 * migrations; it keeps its state in tables of its own, so the two never mix.
 *
 * @public
 */
export async function migrateRoomTables(database: Knex): Promise<void> {
  await database.migrate.latest({
    directory: resolvePackagePath(
      '@sceneshift/backstage-platform-node',
      'roomMigrations',
    ),
    tableName: 'knex_migrations_platform',
  });
}
