import type { Command } from 'commander';
import { addConfirmOptions, type ConfirmFlags } from '../client/confirmations';
import { getPlan, startRollout } from '../client/lifecycle';
import { assertServing, waitForRollout } from '../client/waitForRollout';
import { describeRollout } from '../output/rollout';
import type { Runtime } from '../runtime/Runtime';

interface ApplyFlags extends ConfirmFlags {
  wait?: boolean;
}

/** `sceneshift apply`: rolls a plan out. */
export function registerApply(program: Command, runtime: Runtime) {
  const command = program
    .command('apply')
    .description('Roll a plan out')
    .argument('<planId>')
    .option('--wait', 'until it serves or has failed');
  addConfirmOptions(command).action(
    async (planId: string, flags: ApplyFlags) => {
      const context = runtime.context(command);
      const { api, output } = context;
      const plan = await getPlan(api, planId);
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
