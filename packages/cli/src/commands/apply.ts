import type { Command } from 'commander';
import { getPlan, startRollout } from '../client/lifecycle';
import { assertServing, waitForRollout } from '../client/waitForRollout';
import { describeRollout } from '../output/rollout';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift apply`: rolls a plan out. */
export function registerApply(program: Command, runtime: Runtime) {
  const command = program
    .command('apply')
    .description('Roll a plan out')
    .argument('<planId>')
    .option('--wait', 'until it serves or has failed')
    .action(async (planId: string, flags: { wait?: boolean }) => {
      const { api, output } = runtime.context(command);
      const { id, state } = await startRollout(api, await getPlan(api, planId));
      if (!flags.wait) {
        output.result({ id, state }, () => `rollout ${id} ${state}`);
        return;
      }
      const rollout = await waitForRollout(api, id, output);
      output.result(rollout, () => describeRollout(rollout));
      assertServing(rollout);
    });
}
