import type { Knex } from 'knex';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PlanRecord } from '../domain/EnvironmentRecord';

interface PlanRow {
  id: string;
  organization_id: string;
  environment_id: string;
  hash: string;
  base_generation: number;
  changes: PlanRecord['changes'];
  proposal: PlanRecord['proposal'];
  created_at: Date;
  created_by: string;
}

/** Plans in SQL. A plan never changes. */
export class PlanStore {
  async insert(db: Knex, plan: PlanRecord): Promise<void> {
    await db('plans').insert({
      id: plan.id,
      organization_id: plan.organizationId,
      environment_id: plan.environmentId,
      hash: plan.hash,
      base_generation: plan.baseGeneration,
      changes: JSON.stringify(plan.changes),
      proposal: JSON.stringify(plan.proposal),
      created_at: plan.createdAt,
      created_by: plan.createdBy,
    });
  }

  async get(db: Knex, organizationId: string, id: string): Promise<PlanRecord> {
    const row: PlanRow | undefined = await db('plans')
      .where({ id, organization_id: organizationId })
      .first();
    if (row) return fromRow(row);
    throw new SceneshiftError('PLAN_NOT_FOUND', `There is no plan '${id}'.`);
  }
}

function fromRow(row: PlanRow): PlanRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    hash: row.hash,
    baseGeneration: row.base_generation,
    changes: row.changes,
    proposal: row.proposal,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
