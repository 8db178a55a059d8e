import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift environments`. */
export function registerEnvironments(program: Command, runtime: Runtime) {
  const command = program
    .command('environments')
    .description('List environments and what they serve')
    .action(async () => {
      const { api, output } = runtime.context(command);
      output.table(
        await api.list<Environment>('/api/lifecycle/v1/environments'),
        ['environment', 'release', 'generation', 'plugins', 'replicas'],
        environment => [
          `${environment.name}${environment.current ? ' *' : ''}`,
          environment.backstageRelease,
          String(environment.servingGeneration),
          String(environment.plugins.length),
          String(environment.replicas.filter(replica => replica.alive).length),
        ],
        'No environments.',
      );
    });
}
