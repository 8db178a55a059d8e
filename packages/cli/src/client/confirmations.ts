import type { Plan } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import { CliError, EXIT } from '../runtime/CliError';

/** What the caller confirms. */
export interface ConfirmFlags {
  confirmOneWay?: boolean;
  confirm?: string[];
}

const ONE_WAY_FLAG = '--confirm-one-way';
const CONFIRM_FLAG = '--confirm';

/** What loses nothing, because all data is set aside: these are confirmed together. What is worse is confirmed by its name. */
const ONE_WAY_KINDS = ['oneWayMigration', 'earlierData'];

/** The flags that say: I know what happens to the data. */
export function addConfirmOptions(command: Command): Command {
  return command
    .option(
      ONE_WAY_FLAG,
      "confirm that the plan changes a plugin's data in a way that cannot simply be undone",
    )
    .option(
      `${CONFIRM_FLAG} <consequence>`,
      'confirm what the plan names, e.g. deleteData:<plugin> (repeatable)',
      (consequence: string, others: string[] = []) => [...others, consequence],
    );
}

/** What has to be sent with a plan so that it may start. */
export function confirmationsOf(plan: Pick<Plan, 'problems'>): string[] {
  return plan.problems.flatMap(({ confirm }) => confirm ?? []);
}

/** The flags that confirm all of them, with a space before each. */
export function confirmArguments(consequences: string[]): string {
  const named = consequences.filter(item => !isOneWay(item));
  const flags = named.map(item => ` ${CONFIRM_FLAG} ${item}`);
  const hasOneWay = named.length < consequences.length;
  return [...(hasOneWay ? [` ${ONE_WAY_FLAG}`] : []), ...flags].join('');
}

/** Refuses before the portal does, with the way to go on from here. */
export function assertConfirmed(
  plan: Pick<Plan, 'problems'>,
  { confirmOneWay, confirm: given = [] }: ConfirmFlags,
): void {
  const open = plan.problems.filter(
    ({ confirm }) =>
      confirm &&
      !given.includes(confirm) &&
      !(confirmOneWay && isOneWay(confirm)),
  );
  if (open.length === 0) return;
  const missing = open.flatMap(({ confirm }) => confirm ?? []);
  throw new CliError(
    `${open
      .map(({ message }) => message)
      .join(' ')} To go on, add${confirmArguments(missing)}`,
    EXIT.refused,
    'CONFIRMATION_REQUIRED',
    { confirm: missing },
  );
}

function isOneWay(consequence: string): boolean {
  return ONE_WAY_KINDS.some(kind => consequence.startsWith(`${kind}:`));
}
