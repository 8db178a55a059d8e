import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  DatabaseSnapshot,
  DataExport,
  Environment,
  Generation,
  LifecyclePage,
  PauseRequest,
  Plan,
  PlannedChange,
  PluginLogs,
  Rollout,
  SecretSummary,
} from '@sceneshift/backstage-plugin-lifecycle-common';

/**
 * What the pages ask of the lifecycle room. The plugin page installs with it, the environment page
 * upgrades, rolls back and reads logs with it.
 *
 * @public
 */
export interface LifecycleApi {
  listEnvironments(signal?: AbortSignal): Promise<LifecyclePage<Environment>>;
  getEnvironment(name: string, signal?: AbortSignal): Promise<Environment>;
  listGenerations(
    environment: string,
    options?: { limit?: number; cursor?: string },
    signal?: AbortSignal,
  ): Promise<LifecyclePage<Generation>>;
  listRollouts(
    environment: string,
    options?: { limit?: number; cursor?: string },
    signal?: AbortSignal,
  ): Promise<LifecyclePage<Rollout>>;
  createPlan(
    environment: string,
    changes: PlannedChange[],
    signal?: AbortSignal,
  ): Promise<Plan>;
  startRollout(
    environment: string,
    plan: Pick<Plan, 'id' | 'hash'>,
    /** The `confirm` of those problems of the plan that the reader has confirmed. */
    confirm?: string[],
  ): Promise<Rollout>;
  getRollout(id: string, signal?: AbortSignal): Promise<Rollout>;
  cancelRollout(id: string): Promise<Rollout>;
  getPluginLogs(
    environment: string,
    pluginId: string,
    signal?: AbortSignal,
  ): Promise<PluginLogs>;
  putSecret(
    environment: string,
    name: string,
    value: string,
  ): Promise<SecretSummary | undefined>;
  listSnapshots(
    environment: string,
    signal?: AbortSignal,
  ): Promise<LifecyclePage<DatabaseSnapshot>>;
  createSnapshot(
    environment: string,
    pluginId: string,
  ): Promise<DatabaseSnapshot>;
  /** Only to be called when the reader has confirmed it. */
  restoreSnapshot(environment: string, id: string): Promise<Rollout>;
  deleteSnapshot(environment: string, id: string): Promise<void>;
  listExports(
    environment: string,
    signal?: AbortSignal,
  ): Promise<LifecyclePage<DataExport>>;
  downloadExport(environment: string, id: string): Promise<Blob>;
  deleteExport(environment: string, id: string): Promise<void>;
  pauseEnvironment(
    environment: string,
    request: PauseRequest,
  ): Promise<Environment>;
  resumeEnvironment(environment: string): Promise<Environment>;
}

/** Provided by the lifecycle plugin. @public */
export const lifecycleApiRef = createApiRef<LifecycleApi>().with({
  id: 'plugin.lifecycle.api',
  pluginId: 'lifecycle',
});
