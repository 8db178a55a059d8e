import type {
  Plan,
  PlannedChange,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { Argument, type Command } from 'commander';
import { environmentPath } from '../client/paths';
import { describePlan } from '../output/plan';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';
import { readPluginConfig } from './pluginConfig';
import { collectAssignment, toCount } from './packOptions';

const ACTIONS = [
  'install',
  'upgrade',
  'remove',
  'configure',
  'enable',
  'disable',
  'rollback',
] as const;

type Action = (typeof ACTIONS)[number];

interface PlanFlags {
  package?: Record<string, string>;
  config?: string;
  set?: Record<string, string>;
  deleteData?: boolean;
}

/** `sceneshift plan`: what a change would do, without doing it. */
export function registerPlan(program: Command, runtime: Runtime) {
  const command = program
    .command('plan')
    .description('Plan a change of an environment')
    .argument('<environment>')
    .addArgument(new Argument('<action>').choices(ACTIONS))
    .argument('<plugin>', 'plugin id; with rollback: the generation')
    .option(
      '--package <name=version>',
      'exact version of a package, or latest (repeatable)',
      collectAssignment,
    )
    .option('--config <file>', 'the configuration of the plugin, as YAML')
    .option(
      '--set <path=value>',
      'one value of the configuration (repeatable)',
      collectAssignment,
    )
    .option('--delete-data', 'with remove: drop the database of the plugin too')
    .action(
      async (
        environment: string,
        action: Action,
        plugin: string,
        flags: PlanFlags,
      ) => {
        const { api, output } = runtime.context(command);
        const plan = await api.post<Plan>(
          `${environmentPath(environment)}/plans`,
          { changes: [await toChange(action, plugin, flags)] },
        );
        output.result(plan, () => describePlan(plan));
        assertUnblocked(plan);
      },
    );
}

async function toChange(
  action: Action,
  plugin: string,
  flags: PlanFlags,
): Promise<PlannedChange> {
  if (action === 'rollback') return { action, generation: toCount(plugin) };
  return {
    action,
    pluginId: plugin,
    packages: flags.package,
    config: await readPluginConfig(flags.config, flags.set),
    deleteData: flags.deleteData,
  };
}

function assertUnblocked(plan: Plan) {
  const blocking = plan.problems.filter(
    problem => problem.severity === 'blocking',
  );
  const [first] = blocking;
  if (first) throw new CliError(first.message, EXIT.refused, first.code);
}
