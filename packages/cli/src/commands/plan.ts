import type {
  Plan,
  PlannedChange,
  PluginConfig,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { Argument, type Command } from 'commander';
import type { ApiClient } from '../client/ApiClient';
import { environmentPath } from '../client/paths';
import { describePlan } from '../output/plan';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';
import { planRelease } from './planRelease';
import { readPluginConfig } from './pluginConfig';
import { collectVersion } from './collectVersion';
import { collectAssignment } from './packOptions';

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
  release?: string;
}

/** `sceneshift plan`: what a change would do, without doing it. */
export function registerPlan(program: Command, runtime: Runtime) {
  const command = program
    .command('plan')
    .description('Plan a change of an environment')
    .argument('<environment>')
    .addArgument(new Argument('<action>').choices(ACTIONS))
    .argument(
      '[plugin]',
      'plugin id; with rollback: the generation; none with --release',
    )
    .option(
      '--package <name=version>',
      'exact version of a package, or latest (repeatable)',
      collectVersion,
    )
    .option('--config <file>', 'the configuration of the plugin, as YAML')
    .option(
      '--set <path=value>',
      'one value of the configuration (repeatable); without --config the others stay',
      collectAssignment,
    )
    .option('--delete-data', 'with remove: drop the database of the plugin too')
    .option(
      '--release <release>',
      'with upgrade: all plugins to this Backstage release; says what stays, moves and blocks',
    )
    .action(
      async (
        environment: string,
        action: Action,
        plugin: string | undefined,
        flags: PlanFlags,
      ) => {
        const { api, output } = runtime.context(command);
        if (isOfRelease(action, plugin, flags)) {
          await planRelease({ api, output }, environment, flags.release);
          return;
        }
        if (plugin === undefined) {
          const missing =
            action === 'rollback' ? 'the generation to go back to' : 'a plugin';
          throw new CliError(`Name ${missing}`, EXIT.usage);
        }
        const change = await toChange(action, plugin, flags, () =>
          readPresentConfig(api, environment, plugin),
        );
        const plan = await createPlan(api, environment, change);
        output.result(plan, () => describePlan(plan));
        assertUnblocked(plan);
      },
    );
}

/** A release is for all plugins: there is none to name beside it. */
function isOfRelease(
  action: Action,
  plugin: string | undefined,
  flags: PlanFlags,
): flags is PlanFlags & { release: string } {
  if (flags.release === undefined) return false;
  if (action === 'upgrade' && plugin === undefined) return true;
  throw new CliError(
    '--release goes with upgrade, and without a plugin',
    EXIT.usage,
  );
}

async function createPlan(
  api: ApiClient,
  environment: string,
  change: PlannedChange,
): Promise<Plan> {
  return await api.post(`${environmentPath(environment)}/plans`, {
    changes: [change],
  });
}

/** A plan that changes nothing tells what a plugin is configured with. */
async function readPresentConfig(
  api: ApiClient,
  environment: string,
  pluginId: string,
): Promise<PluginConfig> {
  const change = { action: 'configure', pluginId } as const;
  const { configForms } = await createPlan(api, environment, change);
  return configForms.find(form => form.pluginId === pluginId)?.values ?? {};
}

async function toChange(
  action: Action,
  plugin: string,
  flags: PlanFlags,
  readPresent: () => Promise<PluginConfig>,
): Promise<PlannedChange> {
  if (action === 'rollback')
    return { action, generation: toGeneration(plugin) };
  return {
    action,
    pluginId: plugin,
    packages: flags.package,
    config: await readPluginConfig(
      flags.config,
      flags.set,
      action === 'install' ? async () => ({}) : readPresent,
    ),
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

function toGeneration(value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new CliError(
    `The generation to go back to is a positive whole number, not ${JSON.stringify(
      value,
    )}: the page of the environment lists them`,
    EXIT.usage,
  );
}
