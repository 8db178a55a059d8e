import type { Origin } from '@sceneshift/backstage-plugin-registry-common';
import type { Knex } from 'knex';
import type { PackageFacts } from '../ingest/types';
import { pickRelations } from '../service/declaredRelations';
import {
  whereVersion,
  type FullVersionRow,
  type VersionKey,
  type VersionRow,
} from './rows';

/** A version as it is published. */
export interface NewVersion extends VersionKey {
  origin: Origin;
  role?: string;
  pluginId?: string;
  extendsPluginId?: string;
  facts: PackageFacts;
  publishedBy: string;
  publishedAt: Date;
}

const COLUMNS = [
  'organization_id',
  'name',
  'version',
  'origin',
  'role',
  'plugin_id',
  'extends_plugin_id',
  'integrity',
  'shasum',
  'digest',
  'size',
  'unpacked_size',
  'file_count',
  'deprecated',
  'yank_reason',
  'yanked_at',
  'yanked_by',
  'published_by',
  'published_at',
];
interface FileRow {
  path: string;
  size: string;
  integrity: string;
}

const FILES_PER_INSERT = 1_000;

/** Rows of `versions` and `version_files`. */
export class VersionStore {
  constructor(private readonly database: Knex) {}

  /** False when the version is there already: of two that race, one gets true. */
  async insert(trx: Knex, version: NewVersion): Promise<boolean> {
    const { facts } = version;
    const inserted = await trx('versions')
      .insert({
        ...whereVersion(version),
        origin: version.origin,
        role: version.role ?? null,
        plugin_id: version.pluginId ?? null,
        extends_plugin_id: version.extendsPluginId ?? null,
        integrity: facts.integrity,
        shasum: facts.shasum,
        digest: facts.digest,
        size: facts.size,
        unpacked_size: facts.unpackedSize,
        file_count: facts.files.length,
        package_json: JSON.stringify(facts.packageJson),
        relations: JSON.stringify(pickRelations(facts.packageJson)),
        config_schema: facts.configSchema
          ? JSON.stringify(facts.configSchema)
          : null,
        readme: facts.readme ?? null,
        published_by: version.publishedBy,
        published_at: version.publishedAt,
      })
      .onConflict(['organization_id', 'name', 'version'])
      .ignore()
      .returning('version');
    if (inserted.length === 0) return false;
    await this.insertFiles(trx, version);
    return true;
  }

  async setDeprecated(
    trx: Knex,
    key: VersionKey,
    message: string | undefined,
  ): Promise<void> {
    await trx('versions')
      .where(whereVersion(key))
      .update({ deprecated: message ?? null });
  }

  /** Takes a version back or, without a yank, lets it be chosen again. */
  async setYanked(
    trx: Knex,
    key: VersionKey,
    yank: { reason: string; by: string; at: Date } | undefined,
  ): Promise<void> {
    await trx('versions')
      .where(whereVersion(key))
      .update({
        yank_reason: yank?.reason ?? null,
        yanked_by: yank?.by ?? null,
        yanked_at: yank?.at ?? null,
      });
  }

  async find(
    key: VersionKey,
    database: Knex = this.database,
  ): Promise<FullVersionRow | undefined> {
    return this.light(database)
      .select('package_json', 'config_schema')
      .where(whereVersion(key))
      .first();
  }

  async ofPackages(
    organizationId: string,
    names: string[],
    database: Knex = this.database,
  ): Promise<VersionRow[]> {
    return this.light(database)
      .where({ organization_id: organizationId })
      .whereIn('name', names);
  }

  /** With their package.json: for packuments, and for the newest of each package. */
  async fullOf(
    organizationId: string,
    keys: Array<{ name: string; version?: string }>,
  ): Promise<FullVersionRow[]> {
    return this.light(this.database)
      .select('package_json', 'config_schema')
      .where({ organization_id: organizationId })
      .where(builder => {
        for (const { name, version } of keys) {
          builder.orWhere(version ? { name, version } : { name });
        }
        if (keys.length === 0) builder.whereRaw('false');
      });
  }

  async readme(key: VersionKey): Promise<string | undefined> {
    const row = await this.database('versions')
      .where(whereVersion(key))
      .first('readme');
    return row?.readme ?? undefined;
  }

  async files(
    key: VersionKey,
    page: { after?: string; limit: number },
  ): Promise<Array<{ path: string; size: number; integrity: string }>> {
    const rows: FileRow[] = await this.database('version_files')
      .where(whereVersion(key))
      .modify(query => {
        if (page.after !== undefined) {
          query.whereRaw('path collate "C" > ?', [page.after]);
        }
      })
      .orderByRaw('path collate "C"')
      .limit(page.limit);
    return rows.map(({ path, size, integrity }) => ({
      path,
      size: Number(size),
      integrity,
    }));
  }

  private light(database: Knex) {
    return database('versions').select([
      ...COLUMNS,
      database.raw('readme is not null as has_readme'),
    ]);
  }

  private async insertFiles(trx: Knex, version: NewVersion): Promise<void> {
    const rows = version.facts.files.map(({ path, size, mode, hash }) => ({
      ...whereVersion(version),
      path,
      size,
      mode,
      integrity: hash,
    }));
    await trx.batchInsert('version_files', rows, FILES_PER_INSERT);
  }
}
