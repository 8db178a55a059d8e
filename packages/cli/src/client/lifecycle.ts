import type {
  Plan,
  Rollout,
  StartRolloutRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { CliError, EXIT } from '../runtime/CliError';
import type { ApiClient } from './ApiClient';
import {
  assertConfirmed,
  confirmationsOf,
  type ConfirmFlags,
} from './confirmations';
import { environmentPath, segment } from './paths';

const BASE = '/api/lifecycle/v1';

/** A plan by its id. */
export async function getPlan(api: ApiClient, id: string): Promise<Plan> {
  return await getById(api, 'plan', id);
}

/** A rollout by its id. */
export async function getRollout(api: ApiClient, id: string): Promise<Rollout> {
  return await getById(api, 'rollout', id);
}

/** Who prints the ids. */
const SOURCES = { plan: 'sceneshift plan', rollout: 'sceneshift apply' };

async function getById<T>(
  api: ApiClient,
  noun: keyof typeof SOURCES,
  id: string,
): Promise<T> {
  try {
    return await api.get(`${BASE}/${noun}s/${segment(`id of a ${noun}`, id)}`);
  } catch (error) {
    const isMalformed =
      error instanceof CliError && error.code === 'INPUT_INVALID';
    throw isMalformed ? notAnId(noun, id) : error;
  }
}

function notAnId(noun: keyof typeof SOURCES, id: string): CliError {
  const field = `${noun}Id`;
  return new CliError(
    `${field} '${id}' is not the id of a ${noun}: give the UUID that '${SOURCES[noun]}' prints`,
    EXIT.usage,
    'INPUT_INVALID',
    { field },
  );
}

/**
 * Starts the rollout of a plan; its hash says that this very plan was read.
 *
 * @param flags - what the caller confirms of what the plan wants to be confirmed
 */
export async function startRollout(
  api: ApiClient,
  plan: Plan,
  flags: ConfirmFlags,
): Promise<Rollout> {
  assertConfirmed(plan, flags);
  const confirm = confirmationsOf(plan);
  const request: StartRolloutRequest = {
    planId: plan.id,
    planHash: plan.hash,
    ...(confirm.length > 0 && { confirm }),
  };
  return await api.post(
    `${environmentPath(plan.environment)}/rollouts`,
    request,
  );
}
