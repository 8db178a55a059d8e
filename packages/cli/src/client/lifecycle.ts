import type {
  Plan,
  Rollout,
  StartRolloutRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ApiClient } from './ApiClient';
import { environmentPath } from './paths';

const BASE = '/api/lifecycle/v1';

/** A plan by its id. */
export async function getPlan(api: ApiClient, id: string): Promise<Plan> {
  return await api.get(`${BASE}/plans/${encodeURIComponent(id)}`);
}

/** A rollout by its id. */
export async function getRollout(api: ApiClient, id: string): Promise<Rollout> {
  return await api.get(`${BASE}/rollouts/${encodeURIComponent(id)}`);
}

/** Starts the rollout of a plan; its hash says that this very plan was read. */
export async function startRollout(
  api: ApiClient,
  plan: Plan,
): Promise<Rollout> {
  const request: StartRolloutRequest = {
    planId: plan.id,
    planHash: plan.hash,
  };
  return await api.post(
    `${environmentPath(plan.environment)}/rollouts`,
    request,
  );
}
