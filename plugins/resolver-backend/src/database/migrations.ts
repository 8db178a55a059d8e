import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { migrateRoomTables } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';

/** Opens the resolver's database with its tables up to date. */
export async function openResolverDatabase(
  service: DatabaseService,
): Promise<Knex> {
  const database = await service.getClient();
  if (!service.migrations?.skip) await applyDatabaseMigrations(database);
  return database;
}

export async function applyDatabaseMigrations(database: Knex): Promise<void> {
  await database.migrate.latest({
    directory: resolvePackagePath(
      '@sceneshift/backstage-plugin-resolver-backend',
      'migrations',
    ),
  });
  await migrateRoomTables(database);
}
