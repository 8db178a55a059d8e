import type {
  DependencyGraph,
  GraphNode,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Command } from 'commander';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift why`: why a package is in an environment, and who would break without it. */
export function registerWhy(program: Command, runtime: Runtime) {
  const command = program
    .command('why')
    .description('Say why a package is here, and what would break without it')
    .argument('<environment>')
    .argument('<package>')
    .action(async (environment: string, name: string) => {
      const { api, output } = runtime.context(command);
      const query = new URLSearchParams({ environment });
      const { nodes } = await api.get<DependencyGraph>(
        `/api/resolver/v1/graph?${query}`,
      );
      const node = nodes.find(item => item.name === name);
      if (!node) {
        throw new CliError(
          `'${name}' is not installed in '${environment}'`,
          EXIT.failed,
          'PACKAGE_NOT_FOUND',
        );
      }
      output.result(node, () => describeNode(node));
    });
}

function describeNode({
  name,
  version,
  reasons,
  neededBy,
  advisories = [],
}: GraphNode): string {
  const weaknesses = advisories.map(
    ({ id, severity }) => `advisory ${id} (${severity})`,
  );
  const breaks =
    neededBy.length > 0
      ? `Without it these stop working: ${neededBy.join(', ')}`
      : 'Nothing else that is installed would break without it.';
  return [`${name} ${version}`, ...reasons, ...weaknesses, breaks].join('\n');
}
