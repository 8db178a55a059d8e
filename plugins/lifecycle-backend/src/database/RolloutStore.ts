import type { Knex } from 'knex';
import type { RolloutStep } from '@sceneshift/backstage-plugin-lifecycle-common';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { RolloutRecord } from '../domain/EnvironmentRecord';

interface RolloutRow {
  id: string;
  organization_id: string;
  environment_id: string;
  plan_id: string;
  from_generation: number;
  to_generation: number;
  state: RolloutRecord['state'];
  frontend_first: boolean;
  delete_data: string[];
  reason: RolloutRecord['reason'] | null;
  logs: string[] | null;
  prepared_at: Date | null;
  deadline_at: Date;
  created_at: Date;
  created_by: string;
  ended_at: Date | null;
}

interface StepRow {
  state: RolloutStep['state'];
  replica_id: string | null;
  plugin_id: string | null;
  message: string | null;
  at: Date;
}

/** The fields of a rollout that change. */
export type RolloutChange = Partial<
  Pick<
    RolloutRecord,
    'state' | 'reason' | 'logs' | 'preparedAt' | 'deadlineAt' | 'endedAt'
  >
>;

/** Rollouts and their steps in SQL. */
export class RolloutStore {
  async insert(trx: Knex.Transaction, rollout: RolloutRecord): Promise<void> {
    await trx('rollouts').insert({
      id: rollout.id,
      organization_id: rollout.organizationId,
      environment_id: rollout.environmentId,
      plan_id: rollout.planId,
      from_generation: rollout.fromGeneration,
      to_generation: rollout.toGeneration,
      state: rollout.state,
      frontend_first: rollout.frontendFirst,
      delete_data: JSON.stringify(rollout.deleteData),
      deadline_at: rollout.deadlineAt,
      created_at: rollout.createdAt,
      created_by: rollout.createdBy,
    });
  }

  async get(
    db: Knex,
    organizationId: string,
    id: string,
  ): Promise<RolloutRecord> {
    const row: RolloutRow | undefined = await db('rollouts')
      .where({ id, organization_id: organizationId })
      .first();
    if (!row) throw unknownRollout(id);
    return fromRow(row);
  }

  async getById(db: Knex, id: string): Promise<RolloutRecord> {
    const row: RolloutRow | undefined = await db('rollouts')
      .where({ id })
      .first();
    if (!row) throw unknownRollout(id);
    return fromRow(row);
  }

  /** The rollout that brought a generation, or tried to; generation 0 has none. */
  async findByGeneration(
    db: Knex,
    environmentId: string,
    generation: number,
  ): Promise<RolloutRecord | undefined> {
    const row: RolloutRow | undefined = await db('rollouts')
      .where({ environment_id: environmentId, to_generation: generation })
      .first();
    return row && fromRow(row);
  }

  /** Newest first. */
  async list(
    db: Knex,
    environmentId: string,
    page: { limit: number; before?: number },
  ): Promise<RolloutRecord[]> {
    const query = db('rollouts')
      .where({ environment_id: environmentId })
      .orderBy('to_generation', 'desc')
      .limit(page.limit);
    if (page.before !== undefined)
      query.where('to_generation', '<', page.before);
    const rows: RolloutRow[] = await query;
    return rows.map(fromRow);
  }

  async listActive(db: Knex): Promise<RolloutRecord[]> {
    const rows: RolloutRow[] = await db('rollouts').whereNull('ended_at');
    return rows.map(fromRow);
  }

  /** What was taken back a short time ago: supervisors may still be on their way back. */
  async listTakenBackSince(
    db: Knex,
    environmentId: string,
    since: Date,
  ): Promise<RolloutRecord[]> {
    const rows: RolloutRow[] = await db('rollouts')
      .where({ environment_id: environmentId })
      .where('ended_at', '>', since)
      .whereNot({ state: 'serving' });
    return rows.map(fromRow);
  }

  /** Rollouts that have ended, and whose deletions of data are still to be done. */
  async listPendingDeletions(db: Knex): Promise<RolloutRecord[]> {
    const rows: RolloutRow[] = await db('rollouts')
      .whereNotNull('ended_at')
      .whereRaw('jsonb_array_length(delete_data) > 0');
    return rows.map(fromRow);
  }

  /** Idempotent. */
  async noteDeletion(
    trx: Knex.Transaction,
    id: string,
    pluginId: string,
  ): Promise<void> {
    const noted = JSON.stringify([pluginId]);
    await trx('rollouts')
      .where({ id })
      .whereRaw('NOT delete_data @> ?::jsonb', [noted])
      .update({ delete_data: trx.raw('delete_data || ?::jsonb', [noted]) });
  }

  async strikeDeletion(db: Knex, id: string, pluginId: string): Promise<void> {
    await db('rollouts')
      .where({ id })
      .update({ delete_data: db.raw('delete_data - ?::text', [pluginId]) });
  }

  async update(
    trx: Knex.Transaction,
    id: string,
    change: RolloutChange,
  ): Promise<void> {
    await trx('rollouts')
      .where({ id })
      .update({
        state: change.state,
        reason: change.reason && JSON.stringify(change.reason),
        logs: change.logs && JSON.stringify(change.logs),
        prepared_at: change.preparedAt,
        deadline_at: change.deadlineAt,
        ended_at: change.endedAt,
      });
  }

  /** True when this process may prepare the rollout; a dead process's lease runs out. */
  async lease(
    db: Knex,
    id: string,
    process: string,
    seconds: number,
  ): Promise<boolean> {
    const count = await db('rollouts')
      .where({ id })
      .whereNull('ended_at')
      .whereNull('prepared_at')
      .where(free =>
        free
          .whereNull('leased_until')
          .orWhere('leased_until', '<', db.fn.now())
          .orWhere('leased_by', process),
      )
      .update({
        leased_by: process,
        leased_until: db.raw(`now() + ? * interval '1 second'`, [seconds]),
      });
    return count === 1;
  }

  /** A state that a supervisor reports once more is no new step. */
  async addStep(
    db: Knex,
    rollout: Pick<RolloutRecord, 'id' | 'organizationId'>,
    step: Omit<RolloutStep, 'at'>,
  ): Promise<void> {
    await db('rollout_steps')
      .insert({
        organization_id: rollout.organizationId,
        rollout_id: rollout.id,
        state: step.state,
        replica_id: step.replicaId,
        plugin_id: step.pluginId,
        message: step.message,
        at: new Date(),
      })
      .onConflict()
      .ignore();
  }

  async steps(db: Knex, rolloutId: string): Promise<RolloutStep[]> {
    const rows: StepRow[] = await db('rollout_steps')
      .where({ rollout_id: rolloutId })
      .orderBy('id');
    return rows.map(row => ({
      state: row.state,
      replicaId: row.replica_id ?? undefined,
      pluginId: row.plugin_id ?? undefined,
      message: row.message ?? undefined,
      at: row.at.toISOString(),
    }));
  }
}

function unknownRollout(id: string): SceneshiftError {
  return new SceneshiftError(
    'ROLLOUT_NOT_FOUND',
    `There is no rollout '${id}'.`,
  );
}

function fromRow(row: RolloutRow): RolloutRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    planId: row.plan_id,
    fromGeneration: row.from_generation,
    toGeneration: row.to_generation,
    state: row.state,
    frontendFirst: row.frontend_first,
    deleteData: row.delete_data,
    reason: row.reason ?? undefined,
    logs: row.logs ?? undefined,
    preparedAt: row.prepared_at ?? undefined,
    deadlineAt: row.deadline_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
    endedAt: row.ended_at ?? undefined,
  };
}
