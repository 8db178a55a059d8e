import { createApiRef } from '@backstage/frontend-plugin-api';
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
}

/** Provided by the lifecycle plugin. @public */
export const lifecycleApiRef = createApiRef<LifecycleApi>().with({
  id: 'plugin.lifecycle.api',
  pluginId: 'lifecycle',
});
