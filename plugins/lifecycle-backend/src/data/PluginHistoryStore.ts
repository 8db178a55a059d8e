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

/** The clocks of PostgreSQL and of the control plane may differ by this much. */
const CLOCK_MARGIN = '30 seconds';

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
