import { isDeepStrictEqual } from 'node:util';
import type {
  Lock,
  ResolverPlan,
  ResolverPlanSummary,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Knex } from 'knex';
import {
  fromPlanRow,
  fromSummaryRow,
  toPlanRow,
  type PlanRow,
  type SummaryRow,
} from './rows';

/** A lock is brought back soon after its plan, and few plans are made from the same facts. */
const MOST_OF_SNAPSHOT = 1_000;

/** Where a list goes on: after this plan. */
export type PlanPosition = Pick<ResolverPlanSummary, 'createdAt' | 'id'>;

/** Plans. They are written once. */
export class PlanStore {
  constructor(private readonly database: Knex) {}

  async insert(
    trx: Knex,
    organizationId: string,
    plan: ResolverPlan,
  ): Promise<void> {
    await trx('plans').insert(toPlanRow(organizationId, plan));
  }

  async find(
    organizationId: string,
    id: string,
  ): Promise<ResolverPlan | undefined> {
    const row = await this.database<PlanRow>('plans')
      .where({ organization_id: organizationId, id })
      .first();
    return row && fromPlanRow(row);
  }

  /** What the newest plan with this lock asked for. */
  async requestOf(
    organizationId: string,
    lock: Lock,
  ): Promise<ResolverPlan['request'] | undefined> {
    const rows = await this.database('plans')
      .where({ organization_id: organizationId, snapshot_id: lock.snapshot })
      .whereRaw(`(answer->>'ok')::boolean`)
      .orderBy('created_at', 'desc')
      .limit(MOST_OF_SNAPSHOT)
      .select<Array<{ request: ResolverPlan['request']; lock: Lock }>>(
        'request',
        this.database.raw(`answer->'lock' as lock`),
      );
    return rows.find(row => isDeepStrictEqual(row.lock, lock))?.request;
  }

  /** Newest first. */
  async list(
    organizationId: string,
    {
      environment,
      after,
      limit,
    }: { environment?: string; after?: PlanPosition; limit: number },
  ): Promise<ResolverPlanSummary[]> {
    const query = this.database('plans')
      .where({ organization_id: organizationId })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit)
      .select<SummaryRow[]>(
        'id',
        'environment',
        'backstage_release',
        'created_at',
        'created_by',
        this.database.raw(`(answer->>'ok')::boolean as ok`),
        this.database.raw(
          `coalesce(json_array_length(answer->'changes'), 0) as changes`,
        ),
      );
    if (environment !== undefined) query.where({ environment });
    if (after) {
      query.whereRaw('(created_at, id) < (?, ?)', [after.createdAt, after.id]);
    }
    return (await query).map(fromSummaryRow);
  }
}
