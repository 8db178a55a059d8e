import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { migrateRoomTables } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';

/** Brings this room's tables, its audit log and its outbox up to date. */
export async function applyDatabaseMigrations(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@sceneshift/backstage-plugin-lifecycle-backend',
      'migrations',
    ),
  });
  await migrateRoomTables(knex);
}

/** The room's database, migrated unless migrations are left to somebody else. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) await applyDatabaseMigrations(knex);
  return knex;
}
