import type {
  DependencyGraph,
  GraphNode,
  ResolverAnswer,
  ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Command } from 'commander';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';

interface WhyFlags {
  newer?: boolean;
}

/** `sceneshift why`: why a package is in an environment, and who would break without it. */
export function registerWhy(program: Command, runtime: Runtime) {
  const command = program
    .command('why')
    .description('Say why a package is here, and what would break without it')
    .argument('<environment>')
    .argument('<package>')
    .option('--newer', 'say why it is not newer, and what would help')
    .action(async (environment: string, name: string, flags: WhyFlags) => {
      const { api, output } = runtime.context(command);
      const query = new URLSearchParams({ environment });
      const { nodes, backstageRelease } = await api.get<DependencyGraph>(
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
      if (!flags.newer) {
        output.result(node, () => describeNode(node));
        return;
      }
      const answer = await api.post<ResolverAnswer>(
        `/api/resolver/v1/resolve?${query}`,
        newerThan(node, nodes, backstageRelease),
      );
      output.result(answer, () => describeNewer(node, answer));
    });
}

/** Everything else may move, but neither back nor away. */
function newerThan(
  { name, version }: GraphNode,
  nodes: GraphNode[],
  backstageRelease: string,
): ResolveRequest {
  const installed = nodes.filter(({ kind }) => kind === 'package');
  return {
    backstageRelease,
    installed: Object.fromEntries(
      installed.map(item => [item.name, item.version]),
    ),
    roots: { [name]: `>${version}` },
    options: { allowDowngrade: false, allowRemove: false },
  };
}

function describeNewer(
  { name, version }: GraphNode,
  answer: ResolverAnswer,
): string {
  if (answer.ok) {
    const lines = answer.changes.map(
      change => `${change.name} ${change.from ?? 'anew'} -> ${change.to}`,
    );
    return [`${name} ${version} can be newer:`, ...lines].join('\n');
  }
  if ('error' in answer) return answer.error.message;
  const fixes = answer.fixes.map(({ description }) => `fix: ${description}`);
  return [answer.explanation, ...fixes].join('\n');
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
