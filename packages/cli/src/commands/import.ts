import type { Command } from 'commander';
import { resolveFamily } from '@sceneshift/packer';
import type { Runtime } from '../runtime/Runtime';
import {
  addPackOptions,
  toPackOptions,
  withTemporaryFolder,
  type PackFlags,
} from './packOptions';
import { publishAll } from './publishAll';

/** `sceneshift import`: packages of the public registry, with their upstream bytes. */
export function registerImport(program: Command, runtime: Runtime) {
  const command = program
    .command('import')
    .description('Pack plugins of the public registry and add them to yours')
    .argument('<spec...>', 'packages, such as @scope/name@1.2.3')
    .option('--family', 'also the other packages of the same plugin');
  addPackOptions(command).action(
    async (specs: string[], flags: PackFlags & { family?: boolean }) => {
      const context = runtime.context(command);
      await withTemporaryFolder(async folder => {
        const options = await toPackOptions(flags, context, folder);
        const all = flags.family ? await resolveFamily(specs, options) : specs;
        await publishAll(all, options, 'imported', context);
      });
    },
  );
}
