import type { FetchApi } from '@backstage/frontend-plugin-api';
import type {
  Environment,
  Generation,
  LifecyclePage,
  Plan,
  PlannedChange,
  PluginLogs,
  Rollout,
  SecretSummary,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { JsonClient } from './JsonClient';
import type { LifecycleApi } from './LifecycleApi';

/**
 * {@link LifecycleApi} over the REST interface of the lifecycle room.
 *
 * @public
 */
export class LifecycleClient implements LifecycleApi {
  readonly #http: JsonClient;

  constructor(options: { fetchApi: FetchApi }) {
    this.#http = new JsonClient({
      fetchApi: options.fetchApi,
      baseUrl: 'plugin://lifecycle/v1',
    });
  }

  listEnvironments(signal?: AbortSignal) {
    return this.#http.get<LifecyclePage<Environment>>(
      '/environments',
      undefined,
      signal,
    );
  }

  getEnvironment(name: string, signal?: AbortSignal) {
    return this.#http.get<Environment>(of(name), undefined, signal);
  }

  listGenerations(
    environment: string,
    options: { limit?: number; cursor?: string } = {},
    signal?: AbortSignal,
  ) {
    return this.#http.get<LifecyclePage<Generation>>(
      `${of(environment)}/generations`,
      options,
      signal,
    );
  }

  listRollouts(
    environment: string,
    options: { limit?: number; cursor?: string } = {},
    signal?: AbortSignal,
  ) {
    return this.#http.get<LifecyclePage<Rollout>>(
      `${of(environment)}/rollouts`,
      options,
      signal,
    );
  }

  createPlan(
    environment: string,
    changes: PlannedChange[],
    signal?: AbortSignal,
  ) {
    return this.#http.post<Plan>(
      `${of(environment)}/plans`,
      { changes },
      signal,
    );
  }

  startRollout(environment: string, plan: Pick<Plan, 'id' | 'hash'>) {
    return this.#http.post<Rollout>(`${of(environment)}/rollouts`, {
      planId: plan.id,
      planHash: plan.hash,
    });
  }

  getRollout(id: string, signal?: AbortSignal) {
    return this.#http.get<Rollout>(
      `/rollouts/${encodeURIComponent(id)}`,
      undefined,
      signal,
    );
  }

  cancelRollout(id: string) {
    return this.#http.post<Rollout>(
      `/rollouts/${encodeURIComponent(id)}/cancel`,
    );
  }

  getPluginLogs(environment: string, pluginId: string, signal?: AbortSignal) {
    return this.#http.get<PluginLogs>(
      `${of(environment)}/plugins/${encodeURIComponent(pluginId)}/logs`,
      undefined,
      signal,
    );
  }

  putSecret(environment: string, name: string, value: string) {
    return this.#http.put<SecretSummary | undefined>(
      `${of(environment)}/secrets/${encodeURIComponent(name)}`,
      { value },
    );
  }
}

function of(environment: string): string {
  return `/environments/${encodeURIComponent(environment)}`;
}
