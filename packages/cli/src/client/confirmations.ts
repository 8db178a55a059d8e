import type { Plan } from '@sceneshift/backstage-plugin-lifecycle-common';
import { CliError, EXIT } from '../runtime/CliError';

/** The flag that says: I know what happens to the data. */
export const CONFIRM_FLAG = '--confirm-one-way';

/** What its help says. */
export const CONFIRM_HELP =
  "confirm that the plan changes a plugin's data in a way that cannot simply be undone";

/** What has to be sent with a plan so that it may start. */
export function confirmationsOf(plan: Pick<Plan, 'problems'>): string[] {
  return plan.problems.flatMap(({ confirm }) => confirm ?? []);
}

/** Refuses before the portal does, with the way to go on from here. */
export function assertConfirmed(
  plan: Pick<Plan, 'problems'>,
  isConfirmed: boolean | undefined,
): void {
  const open = plan.problems.filter(({ confirm }) => confirm);
  if (isConfirmed || open.length === 0) return;
  throw new CliError(
    `${open
      .map(({ message }) => message)
      .join(' ')} To go on, add ${CONFIRM_FLAG}`,
    EXIT.refused,
    'CONFIRMATION_REQUIRED',
    { confirm: confirmationsOf(plan) },
  );
}
