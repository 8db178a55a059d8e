import type {
  Environment,
  Plan,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { CliError, EXIT } from '../runtime/CliError';
import type { ApiClient } from './ApiClient';
import { environmentPath } from './paths';

/** Finds a plan or a rollout by its id alone, looking through the environments where none is named. */
async function find<T>(
  api: ApiClient,
  kind: 'plans' | 'rollouts',
  id: string,
  environment: string | undefined,
): Promise<T> {
  const names = environment
    ? [environment]
    : (await api.list<Environment>('/api/lifecycle/v1/environments')).map(
        ({ name }) => name,
      );
  for (const name of names) {
    try {
      return await api.get<T>(
        `${environmentPath(name)}/${kind}/${encodeURIComponent(id)}`,
      );
    } catch (error) {
      if (!(error instanceof CliError) || !isAbsent(error)) throw error;
    }
  }
  const noun = kind === 'plans' ? 'plan' : 'rollout';
  throw new CliError(
    `There is no ${noun} '${id}' in ${names.join(', ') || 'any environment'}`,
    EXIT.failed,
    kind === 'plans' ? 'PLAN_NOT_FOUND' : 'ROLLOUT_NOT_FOUND',
  );
}

function isAbsent(error: CliError): boolean {
  return /_NOT_FOUND$|^NOT_FOUND$/.test(error.code ?? '');
}

/** A plan by its id. */
export async function findPlan(
  api: ApiClient,
  id: string,
  environment?: string,
): Promise<Plan> {
  return await find(api, 'plans', id, environment);
}

/** A rollout by its id. */
export async function findRollout(
  api: ApiClient,
  id: string,
  environment?: string,
): Promise<Rollout> {
  return await find(api, 'rollouts', id, environment);
}

/** Starts the rollout of a plan; its hash says that this very plan was read. */
export async function startRollout(
  api: ApiClient,
  plan: Plan,
): Promise<Rollout> {
  return await api.post(`${environmentPath(plan.environment)}/rollouts`, {
    planId: plan.id,
    planHash: plan.hash,
  });
}
