import type {
  Environment,
  Generation,
  Plan,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { InvalidArgumentError, type Command } from 'commander';
import type { ApiClient } from '../client/ApiClient';
import { addConfirmOptions, type ConfirmFlags } from '../client/confirmations';
import { startRollout } from '../client/lifecycle';
import { environmentPath } from '../client/paths';
import { assertServing, waitForRollout } from '../client/waitForRollout';
import { describeRollout } from '../output/rollout';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift rollback`: back to an earlier generation, plan and rollout in one go. */
export function registerRollback(program: Command, runtime: Runtime) {
  const command = program
    .command('rollback')
    .description('Bring an earlier generation back')
    .argument('<environment>')
    .argument(
      '[generation]',
      'default: the one that served before',
      toGeneration,
    )
    .option('--wait', 'until it serves or has failed');
  addConfirmOptions(command).action(
    async (
      environment: string,
      generation: number | undefined,
      flags: ConfirmFlags & { wait?: boolean },
    ) => {
      const context = runtime.context(command);
      const { api, output } = context;
      const plan = await api.post<Plan>(
        `${environmentPath(environment)}/plans`,
        {
          changes: [
            {
              action: 'rollback',
              generation: generation ?? (await findPrevious(api, environment)),
            },
          ],
        },
      );
      const { id, state } = await startRollout(api, plan, flags);
      if (!flags.wait) {
        output.result({ id, state }, () => `rollout ${id} ${state}`);
        return;
      }
      const rollout = await waitForRollout(context, id);
      output.result(rollout, () => describeRollout(rollout));
      assertServing(rollout);
    },
  );
}

function toGeneration(value: string): number {
  const generation = Number(value);
  // Nothing would be taken for 0, the generation without any plugin.
  if (/^\d+$/.test(value) && Number.isSafeInteger(generation)) {
    return generation;
  }
  throw new InvalidArgumentError('A generation is a whole number.');
}

async function findPrevious(
  api: ApiClient,
  environment: string,
): Promise<number> {
  const path = environmentPath(environment);
  const { servingGeneration } = await api.get<Environment>(path);
  const generations = await api.list<Generation>(`${path}/generations`);
  const earlier = generations
    .filter(({ state }) => state === 'superseded')
    .map(({ number }) => number)
    .filter(number => number < servingGeneration);
  if (earlier.length > 0) return Math.max(...earlier);
  throw new CliError(
    `The environment '${environment}' has no generation before ${servingGeneration}`,
    EXIT.refused,
    'GENERATION_NOT_FOUND',
  );
}
