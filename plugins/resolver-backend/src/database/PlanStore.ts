import type { ResolverPlan } from '@sceneshift/backstage-plugin-resolver-common';
import type { Knex } from 'knex';
import { fromPlanRow, toPlanRow, type PlanRow } from './rows';

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
}
