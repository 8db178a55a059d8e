import type { Command } from 'commander';
import { CONFIRM_FLAG, CONFIRM_HELP } from '../client/confirmations';
import { getPlan, startRollout } from '../client/lifecycle';
import { assertServing, waitForRollout } from '../client/waitForRollout';
import { describeRollout } from '../output/rollout';
import type { Runtime } from '../runtime/Runtime';

interface ApplyFlags {
  wait?: boolean;
  confirmOneWay?: boolean;
}

/** `sceneshift apply`: rolls a plan out. */
export function registerApply(program: Command, runtime: Runtime) {
  const command = program
    .command('apply')
    .description('Roll a plan out')
    .argument('<planId>')
    .option('--wait', 'until it serves or has failed')
    .option(CONFIRM_FLAG, CONFIRM_HELP)
    .action(async (planId: string, flags: ApplyFlags) => {
      const { api, output } = runtime.context(command);
      const plan = await getPlan(api, planId);
      const { id, state } = await startRollout(api, plan, flags.confirmOneWay);
      if (!flags.wait) {
        output.result({ id, state }, () => `rollout ${id} ${state}`);
        return;
      }
      const rollout = await waitForRollout(api, id, output);
      output.result(rollout, () => describeRollout(rollout));
      assertServing(rollout);
    });
}
