import type { PluginLogs } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import { getInstalled } from '../client/environments';
import { environmentPath, segment } from '../client/paths';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift logs`: what the hosts of a plugin wrote last. */
export function registerLogs(program: Command, runtime: Runtime) {
  const command = program
    .command('logs')
    .description('Show the last lines of the hosts of a plugin')
    .argument('<environment>')
    .argument('<pluginId>')
    .action(async (environment: string, pluginId: string) => {
      const { api, output } = runtime.context(command);
      const id = segment('id of a plugin', pluginId);
      const logs = await api.get<PluginLogs>(
        `${environmentPath(environment)}/plugins/${id}/logs`,
      );
      // A plugin whose first version did not start is not installed, and has lines.
      const isSilent = logs.replicas.every(({ lines }) => lines.length === 0);
      if (isSilent) await getInstalled(api, environment, pluginId);
      output.result(logs, () => describeLogs(logs));
    });
}

function describeLogs({ replicas }: PluginLogs): string {
  const isSingle = replicas.length === 1;
  const lines = replicas.flatMap(({ replicaId, lines: written }) =>
    written.map(line => (isSingle ? line : `${replicaId} | ${line}`)),
  );
  return lines.join('\n') || 'No lines.';
}
