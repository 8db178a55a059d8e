import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';
import { registerAdvisories } from './advisories';
import { registerApiKeys } from './apiKeys';
import { registerApply } from './apply';
import { registerBaseline } from './baseline';
import { registerEnvironments } from './environments';
import { registerImpact } from './impact';
import { registerExports } from './exports';
import { registerImport } from './import';
import { registerLogs } from './logs';
import { registerPack } from './pack';
import { registerPause, registerResume } from './pause';
import { registerPlan } from './plan';
import { registerPlugins } from './plugins';
import { registerPublish } from './publish';
import { registerResolve } from './resolve';
import { registerRollback } from './rollback';
import { registerSearch } from './search';
import { registerSecrets } from './secrets';
import { registerSnapshots } from './snapshots';
import { registerStatus } from './status';
import { registerWhoami } from './whoami';
import { registerYank } from './yank';
import { registerWhy } from './why';

/** Adds one command, with its subcommands, to the program. */
export type RegisterCommand = (program: Command, runtime: Runtime) => void;

/** Every command, in the order of the help text: one file each. */
const commands: RegisterCommand[] = [
  registerPack,
  registerPublish,
  registerImport,
  registerYank,
  registerAdvisories,
  registerBaseline,
  registerSearch,
  registerPlugins,
  registerEnvironments,
  registerPlan,
  registerApply,
  registerStatus,
  registerRollback,
  registerPause,
  registerResume,
  registerSnapshots,
  registerExports,
  registerImpact,
  registerWhy,
  registerResolve,
  registerLogs,
  registerSecrets,
  registerApiKeys,
  registerWhoami,
];

/** Adds all commands. */
export function registerCommands(program: Command, runtime: Runtime) {
  commands.forEach(register => register(program, runtime));
}
