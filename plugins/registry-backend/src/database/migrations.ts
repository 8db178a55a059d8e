import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { migrateRoomTables } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';

/** Opens the registry's database with its tables up to date. */
export async function openRegistryDatabase(
  service: DatabaseService,
): Promise<Knex> {
  const database = await service.getClient();
  if (!service.migrations?.skip) await applyDatabaseMigrations(database);
  return database;
}

export async function applyDatabaseMigrations(database: Knex): Promise<void> {
  await database.migrate.latest({
    directory: resolvePackagePath(
      '@sceneshift/backstage-plugin-registry-backend',
      'migrations',
    ),
  });
  await migrateRoomTables(database);
}
