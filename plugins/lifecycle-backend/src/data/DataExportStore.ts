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
  /** There is one for each plugin of a removal, however often it is tried. */
  async begin(
    db: Knex,
    item: Pick<
      DataExportRecord,
      | 'organizationId'
      | 'environmentId'
      | 'pluginId'
      | 'rolloutId'
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
        state: 'creating',
        tables: '[]',
        created_by: item.createdBy,
      })
      .onConflict(['rollout_id', 'plugin_id'])
      .merge({ state: 'creating', tried_at: db.fn.now() })
      .returning('*');
    return fromRow(row!);
  }

  async complete(
    db: Knex,
    id: string,
    made: Required<Pick<DataExportRecord, 'digest' | 'sizeBytes' | 'tables'>>,
  ): Promise<void> {
    await db('data_exports')
      .where({ id })
      .update({
        state: 'ready',
        digest: made.digest,
        size_bytes: made.sizeBytes,
        tables: JSON.stringify(made.tables),
        reason: null,
        created_at: db.fn.now(),
      });
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

  async findOfRollout(
    db: Knex,
    rolloutId: string,
    pluginId: string,
  ): Promise<DataExportRecord | undefined> {
    const row: DataExportRow | undefined = await db('data_exports')
      .where({ rollout_id: rolloutId, plugin_id: pluginId })
      .first();
    return row && fromRow(row);
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

  async delete(db: Knex, id: string): Promise<void> {
    await db('data_exports').where({ id }).delete();
  }
}

function fromRow(row: DataExportRow): DataExportRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    pluginId: row.plugin_id,
    rolloutId: row.rollout_id,
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
