import type { Command } from 'commander';
import { listEnvironments } from '../client/environments';
import { getRollout } from '../client/lifecycle';
import { describeRollout } from '../output/rollout';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift status`: of one rollout, or of everything that is installed. */
export function registerStatus(program: Command, runtime: Runtime) {
  const command = program
    .command('status')
    .description('Show a rollout, or the health of every installed plugin')
    .argument('[rolloutId]')
    .option('--environment <name>', 'only this environment')
    .action(
      async (
        rolloutId: string | undefined,
        flags: { environment?: string },
      ) => {
        const { api, output } = runtime.context(command);
        if (rolloutId) {
          const rollout = await getRollout(api, rolloutId);
          output.result(rollout, () => describeRollout(rollout));
          return;
        }
        const environments = await listEnvironments(api, flags.environment);
        output.table(
          environments.flatMap(({ name, plugins }) =>
            plugins.map(plugin => ({ environment: name, ...plugin })),
          ),
          ['environment', 'plugin', 'health', 'packages', 'reason'],
          plugin => [
            plugin.environment,
            plugin.pluginId,
            plugin.health,
            plugin.packages
              .map(({ name, version }) => `${name}@${version}`)
              .join(' '),
            plugin.reason?.message,
          ],
          'No plugin is installed.',
        );
      },
    );
}
