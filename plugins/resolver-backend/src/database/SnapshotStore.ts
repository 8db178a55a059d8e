import type { Knex } from 'knex';
import type { Snapshot } from '../facts/Facts';

/** The facts behind plans and their locks, so that both can be read again without the registry. */
export class SnapshotStore {
  constructor(private readonly database: Knex) {}

  /** Facts are named by their content: the same ones are kept once. */
  async keep(
    trx: Knex,
    organizationId: string,
    snapshot: Pick<Snapshot, 'id' | 'bytes'>,
    at: Date,
  ): Promise<void> {
    await trx('snapshots')
      .insert({
        organization_id: organizationId,
        id: snapshot.id,
        facts: Buffer.from(snapshot.bytes).toString(),
        created_at: at,
      })
      .onConflict(['organization_id', 'id'])
      .ignore();
  }

  async find(
    organizationId: string,
    id: string,
  ): Promise<Snapshot | undefined> {
    const row = await this.database('snapshots')
      .where({ organization_id: organizationId, id })
      .first<{ facts: Snapshot['facts'] } | undefined>('facts');
    if (!row) return undefined;
    const bytes = Buffer.from(JSON.stringify(row.facts));
    return { id, facts: row.facts, bytes };
  }
}
