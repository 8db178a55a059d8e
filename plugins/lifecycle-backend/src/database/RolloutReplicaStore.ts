import type { Knex } from 'knex';
import type {
  RolloutRecord,
  RolloutReplicaRecord,
} from '../domain/EnvironmentRecord';

interface RolloutReplicaRow {
  replica_id: string;
  position: number;
  released_at: Date;
  served_at: Date | null;
}

/** Which supervisors were told of a rollout's generation, in SQL. */
export class RolloutReplicaStore {
  /** In the order of their release. */
  async list(db: Knex, rolloutId: string): Promise<RolloutReplicaRecord[]> {
    const rows: RolloutReplicaRow[] = await db('rollout_replicas')
      .where({ rollout_id: rolloutId })
      .orderBy('position');
    return rows.map(row => ({
      replicaId: row.replica_id,
      position: row.position,
      releasedAt: row.released_at,
      servedAt: row.served_at ?? undefined,
    }));
  }

  async has(db: Knex, rolloutId: string, replicaId: string): Promise<boolean> {
    const row = await db('rollout_replicas')
      .where({ rollout_id: rolloutId, replica_id: replicaId })
      .first('position');
    return row !== undefined;
  }

  /** Call it under the environment's lock: positions are given without gaps. */
  async insert(
    trx: Knex.Transaction,
    rollout: Pick<RolloutRecord, 'id' | 'organizationId'>,
    replica: RolloutReplicaRecord,
  ): Promise<void> {
    await trx('rollout_replicas').insert({
      organization_id: rollout.organizationId,
      rollout_id: rollout.id,
      replica_id: replica.replicaId,
      position: replica.position,
      released_at: replica.releasedAt,
      served_at: replica.servedAt,
    });
  }

  async setServedAt(
    trx: Knex.Transaction,
    rolloutId: string,
    { replicaId, servedAt }: RolloutReplicaRecord,
  ): Promise<void> {
    await trx('rollout_replicas')
      .where({ rollout_id: rolloutId, replica_id: replicaId })
      .update({ served_at: servedAt ?? null });
  }
}
