import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { PluginDatabase } from './PluginDatabase';

interface PluginDatabaseRow {
  id: string;
  organization_id: string;
  environment_id: string;
  plugin_id: string;
  database_name: string;
  purpose: PluginDatabase['purpose'];
  state: PluginDatabase['state'];
  source_name: string | null;
  rollout_id: string | null;
  packages: PluginDatabase['packages'];
  generation: number | null;
  size_bytes: string | null;
  reason: PluginDatabase['reason'] | null;
  created_at: Date;
  created_by: string;
  displaced_at: Date | null;
  sealed_at: Date | null;
}

/** What changes of a stored database; null forgets. */
export interface PluginDatabaseChange {
  state?: PluginDatabase['state'];
  packages?: PluginDatabase['packages'];
  generation?: number;
  sizeBytes?: number;
  reason?: PluginDatabase['reason'];
  displacedAt?: Date | null;
  sealedAt?: Date | null;
}

/** Databases of plugins in SQL. */
export class PluginDatabaseStore {
  /** Keeps what is there under the same name. */
  async insertOnce(
    db: Knex,
    database: Omit<PluginDatabase, 'id' | 'createdAt'>,
  ): Promise<void> {
    await db('plugin_databases')
      .insert({
        id: randomUUID(),
        organization_id: database.organizationId,
        environment_id: database.environmentId,
        plugin_id: database.pluginId,
        database_name: database.databaseName,
        purpose: database.purpose,
        state: database.state,
        source_name: database.sourceName,
        rollout_id: database.rolloutId,
        packages: JSON.stringify(database.packages),
        generation: database.generation,
        created_by: database.createdBy,
      })
      .onConflict('database_name')
      .ignore();
  }

  async update(
    db: Knex,
    id: string,
    change: PluginDatabaseChange,
  ): Promise<void> {
    await db('plugin_databases')
      .where({ id })
      .update({
        state: change.state,
        packages: change.packages && JSON.stringify(change.packages),
        generation: change.generation,
        size_bytes: change.sizeBytes,
        reason: change.reason && JSON.stringify(change.reason),
        displaced_at: change.displacedAt,
        sealed_at: change.sealedAt,
      });
  }

  async delete(db: Knex, id: string): Promise<void> {
    await db('plugin_databases').where({ id }).delete();
  }

  async find(db: Knex, id: string): Promise<PluginDatabase | undefined> {
    const row: PluginDatabaseRow | undefined = await db('plugin_databases')
      .where({ id })
      .first();
    return row && fromRow(row);
  }

  async findByName(
    db: Knex,
    name: string,
  ): Promise<PluginDatabase | undefined> {
    const row: PluginDatabaseRow | undefined = await db('plugin_databases')
      .where({ database_name: name })
      .first();
    return row && fromRow(row);
  }

  /** Newest first. */
  async list(db: Knex, environmentId: string): Promise<PluginDatabase[]> {
    return this.select(db, { environment_id: environmentId });
  }

  async listOfPlugin(
    db: Knex,
    environmentId: string,
    pluginId: string,
  ): Promise<PluginDatabase[]> {
    return this.select(db, {
      environment_id: environmentId,
      plugin_id: pluginId,
    });
  }

  async listOfRollout(db: Knex, rolloutId: string): Promise<PluginDatabase[]> {
    return this.select(db, { rollout_id: rolloutId });
  }

  async listInState(
    db: Knex,
    states: Array<PluginDatabase['state']>,
  ): Promise<PluginDatabase[]> {
    const rows: PluginDatabaseRow[] = await db('plugin_databases')
      .whereIn('state', states)
      .orderBy('created_at');
    return rows.map(fromRow);
  }

  /**
   * Ids of plugins whose requests wait: their database is being copied, or the copy is not in service yet. Once the rollout
   * serves nothing is held any more, even while the source is still to be opened.
   */
  async heldPlugins(db: Knex, environmentId: string): Promise<string[]> {
    return db('plugin_databases as d')
      .leftJoin('rollouts as r', 'r.id', 'd.rollout_id')
      .where('d.environment_id', environmentId)
      .whereIn('d.state', ['holding', 'copied'])
      .whereRaw(`r.state IS DISTINCT FROM 'serving'`)
      .distinct()
      .pluck('d.plugin_id');
  }

  private async select(
    db: Knex,
    where: Record<string, string>,
  ): Promise<PluginDatabase[]> {
    const rows: PluginDatabaseRow[] = await db('plugin_databases')
      .where(where)
      .orderBy('created_at', 'desc');
    return rows.map(fromRow);
  }
}

function fromRow(row: PluginDatabaseRow): PluginDatabase {
  return {
    id: row.id,
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    pluginId: row.plugin_id,
    databaseName: row.database_name,
    purpose: row.purpose,
    state: row.state,
    sourceName: row.source_name ?? undefined,
    rolloutId: row.rollout_id ?? undefined,
    packages: row.packages,
    generation: row.generation ?? undefined,
    sizeBytes: row.size_bytes === null ? undefined : Number(row.size_bytes),
    reason: row.reason ?? undefined,
    createdAt: row.created_at,
    createdBy: row.created_by,
    displacedAt: row.displaced_at ?? undefined,
    sealedAt: row.sealed_at ?? undefined,
  };
}
