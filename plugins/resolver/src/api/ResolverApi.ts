import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  AcceptAdvisoryRequest,
  AdvisoryAcceptance,
  AdvisoryAcceptancePage,
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
  /** Advisories that someone decided to live with there, newest first. */
  listAcceptances(
    environment: string,
    signal?: AbortSignal,
  ): Promise<AdvisoryAcceptancePage>;
  acceptAdvisory(request: AcceptAdvisoryRequest): Promise<AdvisoryAcceptance>;
  revokeAcceptance(id: string): Promise<void>;
  /** The Backstage releases whose baselines are known, newest first. */
  listReleases(signal?: AbortSignal): Promise<string[]>;
}

export const resolverApiRef = createApiRef<ResolverApi>().with({
  id: 'plugin.resolver.api',
  pluginId: 'resolver',
});
