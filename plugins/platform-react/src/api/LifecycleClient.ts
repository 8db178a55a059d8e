import type { FetchApi } from '@backstage/frontend-plugin-api';
import {
  restoreConfirmation,
  type DatabaseSnapshot,
  type DataExport,
  type Environment,
  type Generation,
  type LifecyclePage,
  type PauseRequest,
  type Plan,
  type PlannedChange,
  type PluginLogs,
  type Rollout,
  type SecretSummary,
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

  startRollout(
    environment: string,
    plan: Pick<Plan, 'id' | 'hash'>,
    confirm: string[] = [],
  ) {
    return this.#http.post<Rollout>(`${of(environment)}/rollouts`, {
      planId: plan.id,
      planHash: plan.hash,
      ...(confirm.length > 0 && { confirm }),
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

  listSnapshots(environment: string, signal?: AbortSignal) {
    return this.#http.get<LifecyclePage<DatabaseSnapshot>>(
      `${of(environment)}/snapshots`,
      undefined,
      signal,
    );
  }

  createSnapshot(environment: string, pluginId: string) {
    return this.#http.post<DatabaseSnapshot>(`${of(environment)}/snapshots`, {
      pluginId,
    });
  }

  restoreSnapshot(environment: string, id: string) {
    return this.#http.post<Rollout>(
      `${of(environment)}/snapshots/${encodeURIComponent(id)}/restore`,
      { confirm: [restoreConfirmation(id)] },
    );
  }

  deleteSnapshot(environment: string, id: string) {
    return this.#http.delete(
      `${of(environment)}/snapshots/${encodeURIComponent(id)}`,
    );
  }

  listExports(environment: string, signal?: AbortSignal) {
    return this.#http.get<LifecyclePage<DataExport>>(
      `${of(environment)}/exports`,
      undefined,
      signal,
    );
  }

  downloadExport(environment: string, id: string) {
    return this.#http.blob(
      `${of(environment)}/exports/${encodeURIComponent(id)}/content`,
    );
  }

  deleteExport(environment: string, id: string) {
    return this.#http.delete(
      `${of(environment)}/exports/${encodeURIComponent(id)}`,
    );
  }

  pauseEnvironment(environment: string, request: PauseRequest) {
    return this.#http.post<Environment>(`${of(environment)}/pause`, request);
  }

  resumeEnvironment(environment: string) {
    return this.#http.post<Environment>(`${of(environment)}/resume`);
  }
}

function of(environment: string): string {
  return `/environments/${encodeURIComponent(environment)}`;
}
