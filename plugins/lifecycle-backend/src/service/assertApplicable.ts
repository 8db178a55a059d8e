import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  EnvironmentRecord,
  PlanRecord,
} from '../domain/EnvironmentRecord';

/**
 * A plan is rolled out as it was read, and from where it was made. Call it under the environment's lock.
 *
 * @throws SceneshiftError `PLAN_NOT_FOUND`, `PLAN_HASH_MISMATCH`, `ROLLOUT_IN_PROGRESS`, `PLAN_STALE` or `PLAN_BLOCKED`
 */
export function assertApplicable(
  plan: PlanRecord,
  environment: EnvironmentRecord,
  planHash: string,
): void {
  if (plan.environmentId !== environment.id) {
    throw new SceneshiftError(
      'PLAN_NOT_FOUND',
      `Plan '${plan.id}' was made for another environment.`,
    );
  }
  if (plan.hash !== planHash) {
    throw new SceneshiftError(
      'PLAN_HASH_MISMATCH',
      `Plan '${plan.id}' has another hash than the one that was sent: look at the plan again.`,
    );
  }
  if (environment.activeRolloutId) {
    throw new SceneshiftError(
      'ROLLOUT_IN_PROGRESS',
      `Rollout ${environment.activeRolloutId} of '${environment.name}' is in progress: wait for it, or cancel it.`,
      { details: { rolloutId: environment.activeRolloutId } },
    );
  }
  assertCurrent(plan, environment);
}

function assertCurrent(plan: PlanRecord, environment: EnvironmentRecord): void {
  if (plan.baseGeneration !== environment.servingGeneration) {
    throw new SceneshiftError(
      'PLAN_STALE',
      `Plan '${plan.id}' starts from generation ${plan.baseGeneration}, but ${environment.servingGeneration} serves now: make a new plan.`,
      {
        details: {
          baseGeneration: plan.baseGeneration,
          servingGeneration: environment.servingGeneration,
        },
      },
    );
  }
  const blocking = plan.proposal.problems.filter(
    ({ severity }) => severity === 'blocking',
  );
  if (blocking.length) {
    throw new SceneshiftError(
      'PLAN_BLOCKED',
      `Plan '${plan.id}' has problems: ${blocking
        .map(({ message }) => message)
        .join(' ')}`,
      { details: { problems: blocking } },
    );
  }
}
