import type {
  ResolverPlan,
  ResolverPlanSummary,
} from '@sceneshift/backstage-plugin-resolver-common';

export interface PlanRow {
  id: string;
  organization_id: string;
  hash: string;
  environment: string | null;
  snapshot_id: string;
  backstage_release: string;
  request: ResolverPlan['request'];
  answer: ResolverPlan['answer'];
  created_at: Date;
  created_by: string;
}

export function toPlanRow(organizationId: string, plan: ResolverPlan) {
  return {
    id: plan.id,
    organization_id: organizationId,
    hash: plan.hash,
    environment: plan.environment ?? null,
    snapshot_id: plan.snapshot,
    backstage_release: plan.backstageRelease,
    request: JSON.stringify(plan.request),
    answer: JSON.stringify(plan.answer),
    created_at: plan.createdAt,
    created_by: plan.createdBy,
  };
}

export function fromPlanRow(row: PlanRow): ResolverPlan {
  return {
    id: row.id,
    hash: row.hash,
    environment: row.environment ?? undefined,
    snapshot: row.snapshot_id,
    backstageRelease: row.backstage_release,
    request: row.request,
    answer: row.answer,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}

/** A plan as lists tell it. */
export type SummaryRow = Pick<
  PlanRow,
  'id' | 'environment' | 'backstage_release' | 'created_at' | 'created_by'
> & { ok: boolean; changes: number };

export function fromSummaryRow(row: SummaryRow): ResolverPlanSummary {
  return {
    id: row.id,
    environment: row.environment ?? undefined,
    backstageRelease: row.backstage_release,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    ok: row.ok,
    changes: row.changes,
  };
}
