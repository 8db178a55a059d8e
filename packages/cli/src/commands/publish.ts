import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';
import {
  addPackOptions,
  toPackOptions,
  withTemporaryFolder,
  type PackFlags,
} from './packOptions';
import { publishAll } from './publishAll';

/** `sceneshift publish`: package and artifact, in one go. */
export function registerPublish(program: Command, runtime: Runtime) {
  const command = program
    .command('publish')
    .description('Pack plugins of your own and publish them')
    .argument('<folder|tgz...>', 'package folders or npm tarballs');
  addPackOptions(command).action(async (specs: string[], flags: PackFlags) => {
    const context = runtime.context(command);
    await withTemporaryFolder(async folder => {
      const options = await toPackOptions(flags, context, folder);
      await publishAll(specs, options, 'published', context);
    });
  });
}
