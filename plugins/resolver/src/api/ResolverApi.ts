import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  CreatePlanRequest,
  DependencyGraph,
  PlanUpgradeRequest,
  ResolverPlan,
  ResolverPlanPage,
  UpgradePlan,
} from '@sceneshift/backstage-plugin-resolver-common';

/** What the pages ask the resolver. */
export interface ResolverApi {
  getGraph(environment: string, signal?: AbortSignal): Promise<DependencyGraph>;
  planUpgrade(
    request: PlanUpgradeRequest,
    signal?: AbortSignal,
  ): Promise<UpgradePlan>;
  createPlan(request: CreatePlanRequest): Promise<ResolverPlan>;
  listPlans(
    request: { environment?: string; limit?: number; cursor?: string },
    signal?: AbortSignal,
  ): Promise<ResolverPlanPage>;
  getPlan(id: string, signal?: AbortSignal): Promise<ResolverPlan>;
  /** The Backstage releases whose baselines are known, newest first. */
  listReleases(signal?: AbortSignal): Promise<string[]>;
}

export const resolverApiRef = createApiRef<ResolverApi>().with({
  id: 'plugin.resolver.api',
  pluginId: 'resolver',
});
