import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PlanRecord } from '../domain/EnvironmentRecord';

/**
 * Refuses a rollout whose consequences the caller has not named.
 *
 * @param subject - what the caller asked for, as the beginning of a sentence
 */
export function assertConfirmed(
  subject: string,
  { proposal }: Pick<PlanRecord, 'proposal'>,
  confirm: string[] = [],
): void {
  const missing = proposal.problems.filter(
    problem => problem.confirm && !confirm.includes(problem.confirm),
  );
  if (!missing.length) return;
  const tokens = missing.flatMap(problem => problem.confirm ?? []);
  throw new SceneshiftError(
    'CONFIRMATION_REQUIRED',
    `${subject} has consequences that have to be confirmed. ${missing
      .map(({ message }) => message)
      .join(' ')} To go on, send "confirm": ${JSON.stringify(tokens)}.`,
    { details: { confirm: tokens } },
  );
}
