import type { Origin } from '@sceneshift/backstage-plugin-registry-common';
import type { Knex } from 'knex';
import type { PackageRow } from './rows';

/** What a version says about its package. */
export interface PackageDescription {
  organizationId: string;
  name: string;
  role?: string;
  pluginId?: string;
  description?: string;
  keywords: string[];
}

/** Rows of `packages`, `dist_tags` and `scope_claims`. */
export class PackageStore {
  constructor(private readonly database: Knex) {}

  /** Inserts or touches the package. Its row stays locked until commit: publishes of one package take turns. */
  async open(
    trx: Knex,
    row: { organizationId: string; name: string; origin: Origin; at: Date },
  ): Promise<void> {
    await trx('packages')
      .insert({
        organization_id: row.organizationId,
        name: row.name,
        origin: row.origin,
        search: '',
        created_at: row.at,
        updated_at: row.at,
      })
      .onConflict(['organization_id', 'name'])
      .merge({
        updated_at: row.at,
        revision: trx.raw('packages.revision + 1'),
      });
  }

  /** A plugin id that an artifact has brought stays when the version does not name one. */
  async describe(trx: Knex, update: PackageDescription): Promise<void> {
    const { organizationId, name, role, pluginId, description } = update;
    const parts = [name, pluginId, description, ...update.keywords];
    await trx('packages')
      .where({ organization_id: organizationId, name })
      .update({
        role: role ?? null,
        description: description ?? null,
        search: trx.raw(`to_tsvector('simple', ?)`, [searchText(parts)]),
        ...(pluginId && { plugin_id: pluginId }),
      });
  }

  /**
   * Marks that something that packuments show has changed. Its row stays locked until commit.
   *
   * @returns whether there is such a package
   */
  async touch(
    trx: Knex,
    organizationId: string,
    name: string,
    at: Date,
  ): Promise<boolean> {
    const touched = await trx('packages')
      .where({ organization_id: organizationId, name })
      .update({ updated_at: at })
      .increment('revision', 1);
    return Number(touched) > 0;
  }

  /** Takes the plugin id from an artifact when the package does not name one. */
  async fillPluginId(
    trx: Knex,
    organizationId: string,
    name: string,
    pluginId: string,
  ): Promise<void> {
    await trx('packages')
      .where({ organization_id: organizationId, name })
      .whereNull('plugin_id')
      .update({ plugin_id: pluginId });
  }

  async find(
    organizationId: string,
    name: string,
  ): Promise<PackageRow | undefined> {
    return this.database<PackageRow>('packages')
      .where({ organization_id: organizationId, name })
      .first();
  }

  async ofPlugins(
    organizationId: string,
    pluginIds: string[],
  ): Promise<PackageRow[]> {
    return this.database<PackageRow>('packages')
      .where({ organization_id: organizationId })
      .whereIn('plugin_id', pluginIds)
      .orderBy('name');
  }

  /** Plugin ids in order, after one. */
  async pluginIds(
    organizationId: string,
    page: { after?: string; limit: number },
  ): Promise<string[]> {
    const rows: Array<{ plugin_id: string }> = await hosted(
      this.database,
      organizationId,
    )
      .distinct('plugin_id')
      .modify(query => {
        if (page.after !== undefined) query.where('plugin_id', '>', page.after);
      })
      .orderBy('plugin_id')
      .limit(page.limit);
    return rows.map(row => String(row.plugin_id));
  }

  /** Plugin ids with a package that has all the words, or beginnings of them; best first. */
  async searchPluginIds(
    organizationId: string,
    text: string,
    page: { offset: number; limit: number },
  ): Promise<string[]> {
    const query = prefixQuery(text);
    if (!query) return [];
    const rows: Array<{ plugin_id: string }> = await hosted(
      this.database,
      organizationId,
    )
      .select('plugin_id')
      .max({
        rank: this.database.raw(`ts_rank(search, to_tsquery('simple', ?))`, [
          query,
        ]),
      })
      .whereRaw(`search @@ to_tsquery('simple', ?)`, [query])
      .groupBy('plugin_id')
      .orderBy([{ column: 'rank', order: 'desc' }, 'plugin_id'])
      .offset(page.offset)
      .limit(page.limit);
    return rows.map(row => row.plugin_id);
  }

  /** Packages for npm's own search. */
  async searchPackages(
    organizationId: string,
    text: string,
    page: { offset: number; limit: number },
  ): Promise<PackageRow[]> {
    const query = prefixQuery(text);
    return this.database<PackageRow>('packages')
      .where({ organization_id: organizationId })
      .modify(builder => {
        if (query) {
          builder.whereRaw(`search @@ to_tsquery('simple', ?)`, [query]);
        }
      })
      .orderBy('name')
      .offset(page.offset)
      .limit(page.limit);
  }
}

function hosted(database: Knex, organizationId: string): Knex.QueryBuilder {
  return database('packages')
    .where({ organization_id: organizationId })
    .whereNotNull('plugin_id')
    .where('role', 'like', '%-plugin%');
}

/** Words as people type them: `@acme/plugin-tech-radar` is four of them. */
function words(text: string): string[] {
  return text.toLocaleLowerCase('en-US').match(/[\p{L}\p{N}]+/gu) ?? [];
}

function searchText(parts: Array<string | undefined>): string {
  return words(parts.filter(Boolean).join(' ')).join(' ');
}

function prefixQuery(text: string): string {
  return words(text)
    .slice(0, 16)
    .map(word => `${word}:*`)
    .join(' & ');
}
