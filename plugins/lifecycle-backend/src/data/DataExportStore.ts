import { randomUUID } from 'node:crypto';
import type { Digest } from '@sceneshift/backstage-platform-common';
import type { DataExport } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';

/** An export of a plugin's data, as stored. Its bytes are a blob. */
export interface DataExportRecord {
  id: string;
  organizationId: string;
  environmentId: string;
  pluginId: string;
  /** The removal that it was made for. */
  rolloutId: string;
  databaseName: string;
  kind: DataExport['kind'];
  /** Absent for the present database: then it is the time of the export. */
  takenAt?: Date;
  state: DataExport['state'];
  digest?: Digest;
  sizeBytes?: number;
  tables: DataExport['tables'];
  reason?: DataExport['reason'];
  createdAt: Date;
  createdBy: string;
  /** When it was last tried. */
  triedAt: Date;
}

interface DataExportRow {
  id: string;
  organization_id: string;
  environment_id: string;
  plugin_id: string;
  rollout_id: string;
  database_name: string;
  kind: DataExportRecord['kind'];
  taken_at: Date | null;
  state: DataExportRecord['state'];
  digest: Digest | null;
  size_bytes: string | null;
  tables: DataExportRecord['tables'];
  reason: DataExportRecord['reason'] | null;
  created_at: Date;
  created_by: string;
  tried_at: Date;
}

/** Exports in SQL. */
export class DataExportStore {
  /** There is one for each database of a removed plugin, however often it is tried. */
  async begin(
    db: Knex,
    item: Pick<
      DataExportRecord,
      | 'organizationId'
      | 'environmentId'
      | 'pluginId'
      | 'rolloutId'
      | 'databaseName'
      | 'kind'
      | 'takenAt'
      | 'createdBy'
    >,
  ): Promise<DataExportRecord> {
    const [row]: DataExportRow[] = await db('data_exports')
      .insert({
        id: randomUUID(),
        organization_id: item.organizationId,
        environment_id: item.environmentId,
        plugin_id: item.pluginId,
        rollout_id: item.rolloutId,
        database_name: item.databaseName,
        kind: item.kind,
        taken_at: item.takenAt,
        state: 'creating',
        tables: '[]',
        created_by: item.createdBy,
      })
      .onConflict(['rollout_id', 'plugin_id', 'database_name'])
      .merge({ state: 'creating', tried_at: db.fn.now() })
      .returning('*');
    return fromRow(row!);
  }

  /** @returns false when nobody wants it any more */
  async complete(
    db: Knex,
    id: string,
    made: Required<Pick<DataExportRecord, 'digest' | 'sizeBytes' | 'tables'>>,
  ): Promise<boolean> {
    const count = await db('data_exports')
      .where({ id })
      .update({
        state: 'ready',
        digest: made.digest,
        size_bytes: made.sizeBytes,
        tables: JSON.stringify(made.tables),
        reason: null,
        created_at: db.fn.now(),
      });
    return count === 1;
  }

  async fail(
    db: Knex,
    id: string,
    reason: NonNullable<DataExport['reason']>,
  ): Promise<void> {
    await db('data_exports')
      .where({ id })
      .update({ state: 'failed', reason: JSON.stringify(reason) });
  }

  async findOfDatabase(
    db: Knex,
    rolloutId: string,
    databaseName: string,
  ): Promise<DataExportRecord | undefined> {
    const row: DataExportRow | undefined = await db('data_exports')
      .where({ rollout_id: rolloutId, database_name: databaseName })
      .first();
    return row && fromRow(row);
  }

  /** Those of a deletion that was called off: nobody will complete them. */
  async deleteIncomplete(
    db: Knex,
    rolloutId: string,
    pluginId: string,
  ): Promise<void> {
    await db('data_exports')
      .where({ rollout_id: rolloutId, plugin_id: pluginId })
      .whereNot({ state: 'ready' })
      .delete();
  }

  async find(
    db: Knex,
    environmentId: string,
    id: string,
  ): Promise<DataExportRecord | undefined> {
    const row: DataExportRow | undefined = await db('data_exports')
      .where({ environment_id: environmentId, id })
      .first();
    return row && fromRow(row);
  }

  /** Newest first. */
  async list(db: Knex, environmentId: string): Promise<DataExportRecord[]> {
    const rows: DataExportRow[] = await db('data_exports')
      .where({ environment_id: environmentId })
      .orderBy('created_at', 'desc');
    return rows.map(fromRow);
  }

  async listReadyBefore(db: Knex, time: Date): Promise<DataExportRecord[]> {
    const rows: DataExportRow[] = await db('data_exports')
      .where({ state: 'ready' })
      .where('created_at', '<', time);
    return rows.map(fromRow);
  }

  /** @returns false when it was gone already */
  async delete(db: Knex, id: string): Promise<boolean> {
    return (await db('data_exports').where({ id }).delete()) === 1;
  }
}

function fromRow(row: DataExportRow): DataExportRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    pluginId: row.plugin_id,
    rolloutId: row.rollout_id,
    databaseName: row.database_name,
    kind: row.kind,
    takenAt: row.taken_at ?? undefined,
    state: row.state,
    digest: row.digest ?? undefined,
    sizeBytes: row.size_bytes === null ? undefined : Number(row.size_bytes),
    tables: row.tables,
    reason: row.reason ?? undefined,
    createdAt: row.created_at,
    createdBy: row.created_by,
    triedAt: row.tried_at,
  };
}
