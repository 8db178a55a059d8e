import type { Command } from 'commander';
import { findPlan, startRollout } from '../client/lifecycle';
import { assertServing, waitForRollout } from '../client/waitForRollout';
import { describeRollout } from '../output/rollout';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift apply`: rolls a plan out. */
export function registerApply(program: Command, runtime: Runtime) {
  const command = program
    .command('apply')
    .description('Roll a plan out')
    .argument('<planId>')
    .option('--environment <name>', 'default: the one that the plan is for')
    .option('--wait', 'until it serves or has failed')
    .action(
      async (
        planId: string,
        flags: { environment?: string; wait?: boolean },
      ) => {
        const { api, output } = runtime.context(command);
        const plan = await findPlan(api, planId, flags.environment);
        const { id, state } = await startRollout(api, plan);
        if (!flags.wait) {
          output.result({ id, state }, () => `rollout ${id} ${state}`);
          return;
        }
        const { environment } = plan;
        const rollout = await waitForRollout(api, { id, environment }, output);
        output.result(rollout, () => describeRollout(rollout));
        assertServing(rollout);
      },
    );
}
