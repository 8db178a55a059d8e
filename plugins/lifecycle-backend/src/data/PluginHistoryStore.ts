import type { Knex } from 'knex';
import type { LockedPlugin } from '../domain/GenerationContent';

/** A plugin as one generation had it. */
export interface PluginInGeneration {
  generation: number;
  plugin: LockedPlugin;
}

/** One database of a plugin. */
interface DatabaseOfPlugin {
  environmentId: string;
  pluginId: string;
  databaseName: string;
  /** The name of the plugin's first database, which generations do not mention. */
  firstName: string;
}

/** A plugin that has credentials, and never came into service. */
export interface UnservedPlugin {
  environmentId: string;
  pluginId: string;
  /** The newest one that was to bring it. */
  rolloutId: string;
}

/** The clocks of PostgreSQL and of the control plane may differ by this much. */
const CLOCK_MARGIN = '30 seconds';

const BROUGHT_BY = `g.environment_id = c.environment_id
  AND g.content->'plugins' @> jsonb_build_array(jsonb_build_object('pluginId', c.plugin_id))`;

/** Generations from before a deletion of its data do not count; a generation that served for a moment does, and one of a canary. */
const NEVER_SERVED = `
  SELECT c.environment_id AS "environmentId", c.plugin_id AS "pluginId", newest.rollout_id AS "rolloutId"
  FROM host_credentials c
  JOIN environments e ON e.id = c.environment_id AND e.active_rollout_id IS NULL
  CROSS JOIN LATERAL (
    SELECT g.rollout_id FROM generations g
    WHERE ${BROUGHT_BY} AND g.rollout_id IS NOT NULL
    ORDER BY g.number DESC LIMIT 1) newest
  WHERE NOT EXISTS (
      SELECT FROM generations g
      WHERE ${BROUGHT_BY} AND g.number IN (e.serving_generation, e.desired_generation, e.remotes_generation))
    AND NOT EXISTS (
      SELECT FROM generations g JOIN rollouts r ON r.id = g.rollout_id
      WHERE ${BROUGHT_BY} AND r.prepared_at > c.created_at - interval '${CLOCK_MARGIN}'
        AND (g.state IN ('serving', 'superseded') OR EXISTS (
          SELECT FROM rollout_steps s WHERE s.rollout_id = r.id AND s.state = 'serving')))`;

/** What ran before, read from the generations in SQL. */
export class PluginHistoryStore {
  /** The plugin in the newest generation that served, this one included. */
  async lastServed(
    db: Knex,
    environmentId: string,
    pluginId: string,
  ): Promise<PluginInGeneration | undefined> {
    const [newest] = await this.select(db, { environmentId, pluginId }, query =>
      query.whereIn('g.state', ['serving', 'superseded']).limit(1),
    );
    return newest;
  }

  /** The plugin in the newest generation that had a database, whether it served or not. */
  async lastWith(
    db: Knex,
    database: DatabaseOfPlugin,
  ): Promise<PluginInGeneration | undefined> {
    const [newest] = await this.select(db, database, query =>
      onDatabase(query, database).limit(1),
    );
    return newest;
  }

  /**
   * The plugin in all generations whose hosts may have run on a database, whether they served or not. Those from before a
   * deletion of its data do not count.
   */
  async ranOn(
    db: Knex,
    database: DatabaseOfPlugin,
  ): Promise<PluginInGeneration[]> {
    return this.select(db, database, query =>
      onDatabase(query, database)
        .join('rollouts as r', 'r.id', 'g.rollout_id')
        .join('host_credentials as c', {
          'c.environment_id': 'g.environment_id',
          'c.plugin_id': db.raw('?', [database.pluginId]),
        })
        .whereRaw(`r.prepared_at > c.created_at - interval '${CLOCK_MARGIN}'`),
    );
  }

  /**
   * Plugins of environments without a rollout in progress that have a database and a role, though no generation with them serves, is
   * desired, or ever served anywhere.
   */
  async neverServed(
    db: Knex,
    plugin?: { environmentId: string; pluginId: string },
  ): Promise<UnservedPlugin[]> {
    const narrow = plugin ? 'AND c.environment_id = ? AND c.plugin_id = ?' : '';
    const { rows } = await db.raw<{ rows: UnservedPlugin[] }>(
      `${NEVER_SERVED} ${narrow}`,
      plugin ? [plugin.environmentId, plugin.pluginId] : [],
    );
    return rows;
  }

  private async select(
    db: Knex,
    {
      environmentId,
      pluginId,
    }: Pick<DatabaseOfPlugin, 'environmentId' | 'pluginId'>,
    narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<PluginInGeneration[]> {
    const query = db('generations as g')
      .joinRaw(
        `cross join lateral jsonb_array_elements(g.content->'plugins') p`,
      )
      .where('g.environment_id', environmentId)
      .whereRaw(`p->>'pluginId' = ?`, [pluginId])
      .orderBy('g.number', 'desc')
      .select('g.number as generation', 'p.value as plugin');
    return narrow(query);
  }
}

function onDatabase(
  query: Knex.QueryBuilder,
  { databaseName, firstName }: DatabaseOfPlugin,
): Knex.QueryBuilder {
  return query.whereRaw(`coalesce(p->>'database', ?) = ?`, [
    firstName,
    databaseName,
  ]);
}
