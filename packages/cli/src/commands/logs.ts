import type { PluginLogs } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import { environmentPath } from '../client/paths';
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
      const logs = await api.get<PluginLogs>(
        `${environmentPath(environment)}/plugins/${encodeURIComponent(
          pluginId,
        )}/logs`,
      );
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
