import type { Knex } from 'knex';
import semver from 'semver';
import type { Stores } from '../database/Stores';
import type { HostCredentials } from '../hosts/HostCredentials';
import type { PluginDatabase } from './PluginDatabase';

type Versions = PluginDatabase['packages'];

/**
 * The newest versions that ever ran on a database, or on what it was copied from before the copy: they have migrated it. What
 * serves may be older, because a version that only adds to the schema can be taken back without its data.
 */
export async function schemaVersions(
  db: Knex,
  stores: Stores,
  credentials: Pick<
    HostCredentials,
    'environmentId' | 'pluginId' | 'databaseName'
  >,
  databaseName: string,
): Promise<Versions> {
  const { environmentId, pluginId, databaseName: firstName } = credentials;
  const known = await stores.databases.findByName(db, databaseName);
  const ran = await stores.history.ranOn(db, {
    environmentId,
    pluginId,
    databaseName,
    firstName,
  });
  const all = [
    ...ran.flatMap(({ plugin }) => plugin.packages),
    ...(known?.packages ?? []),
  ];
  const newest = new Map<string, string>();
  for (const { name, version } of all) {
    const other = newest.get(name);
    if (!other || semver.gt(version, other)) newest.set(name, version);
  }
  return [...newest].map(([name, version]) => ({ name, version }));
}
