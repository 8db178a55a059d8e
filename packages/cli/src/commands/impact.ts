import type { RemovalImpact } from '@sceneshift/backstage-plugin-resolver-common';
import type { Command } from 'commander';
import { getInstalled } from '../client/environments';
import { AnswerGiven, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift impact`: what the removal of a plugin would break. */
export function registerImpact(program: Command, runtime: Runtime) {
  const command = program
    .command('impact')
    .description(
      'Say what would break if a plugin were removed (exit code 3 if anything)',
    )
    .argument('<environment>')
    .argument('<plugin>', 'plugin id')
    .action(async (environment: string, pluginId: string) => {
      const { api, output } = runtime.context(command);
      const plugin = await getInstalled(api, environment, pluginId);
      const impact = await api.post<RemovalImpact>('/api/resolver/v1/impact', {
        environment,
        remove: plugin.packages.map(({ name }) => name),
      });
      output.result(impact, () => describeImpact(impact));
      if (impact.breaks.length > 0) throw new AnswerGiven(EXIT.refused);
    });
}

function describeImpact({ summary, breaks, weakens }: RemovalImpact): string {
  const reasons = [...breaks, ...weakens].map(({ reason }) => `  ${reason}`);
  return [`${summary}.`, ...reasons].join('\n');
}
