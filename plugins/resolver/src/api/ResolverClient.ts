import type { FetchApi } from '@backstage/frontend-plugin-api';
import { JsonClient } from '@sceneshift/backstage-platform-react';
import type { BaselineSummary } from '@sceneshift/backstage-plugin-registry-common';
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
import type { ResolverApi } from './ResolverApi';

/** {@link ResolverApi} over the REST interface of the resolver. */
export class ResolverClient implements ResolverApi {
  readonly #http: JsonClient;
  readonly #registry: JsonClient;

  constructor({ fetchApi }: { fetchApi: FetchApi }) {
    this.#http = new JsonClient({
      fetchApi,
      baseUrl: 'plugin://resolver/v1',
    });
    this.#registry = new JsonClient({
      fetchApi,
      baseUrl: 'plugin://registry/v1',
    });
  }

  getGraph(environment: string, signal?: AbortSignal) {
    return this.#http.get<DependencyGraph>('/graph', { environment }, signal);
  }

  planUpgrade(request: PlanUpgradeRequest, signal?: AbortSignal) {
    return this.#http.post<UpgradePlan>('/upgrades', request, signal);
  }

  createPlan(request: CreatePlanRequest) {
    return this.#http.post<ResolverPlan>('/plans', request);
  }

  listPlans(
    request: { environment?: string; limit?: number; cursor?: string },
    signal?: AbortSignal,
  ) {
    return this.#http.get<ResolverPlanPage>('/plans', request, signal);
  }

  getPlan(id: string, signal?: AbortSignal) {
    return this.#http.get<ResolverPlan>(
      `/plans/${encodeURIComponent(id)}`,
      undefined,
      signal,
    );
  }

  listAcceptances(environment: string, signal?: AbortSignal) {
    return this.#http.get<AdvisoryAcceptancePage>(
      '/advisory-acceptances',
      { environment, limit: 200 },
      signal,
    );
  }

  acceptAdvisory(request: AcceptAdvisoryRequest) {
    return this.#http.post<AdvisoryAcceptance>(
      '/advisory-acceptances',
      request,
    );
  }

  async revokeAcceptance(id: string) {
    await this.#http.delete(`/advisory-acceptances/${encodeURIComponent(id)}`);
  }

  async listReleases(signal?: AbortSignal) {
    const { items } = await this.#registry.get<{ items: BaselineSummary[] }>(
      '/baselines',
      undefined,
      signal,
    );
    return items.map(({ release }) => release);
  }
}
