import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { migrateRoomTables } from './platformDatabase';

/**
 * The database of a room with its tables up to date, unless migrations are left to somebody else: the package's own
 * `migrations`, and the tables that every room has.
 *
 * @public
 */
export async function openRoomDatabase(
  service: DatabaseService,
  packageName: string,
): Promise<Knex> {
  const database = await service.getClient();
  if (!service.migrations?.skip) {
    await migrateRoomDatabase(database, packageName);
  }
  return database;
}

/** Brings a room's tables up to date. @public */
export async function migrateRoomDatabase(
  database: Knex,
  packageName: string,
): Promise<void> {
  await database.migrate.latest({
    directory: resolvePackagePath(packageName, 'migrations'),
  });
  await migrateRoomTables(database);
}
