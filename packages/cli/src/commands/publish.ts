import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';
import { addPackOptions, toPackOptions, type PackFlags } from './packOptions';
import { publishOne, type Published } from './publishOne';
import { reportPublished } from './reportPublished';

/** `sceneshift publish`: package and artifact, in one go. */
export function registerPublish(program: Command, runtime: Runtime) {
  const command = program
    .command('publish')
    .description('Pack plugins of your own and publish them')
    .argument('<folder|tgz...>', 'package folders or npm tarballs');
  addPackOptions(command).action(async (specs: string[], flags: PackFlags) => {
    const context = runtime.context(command);
    const published: Published[] = [];
    for (const spec of specs) {
      context.output.progress(spec);
      const options = await toPackOptions(flags, context);
      published.push(await publishOne(spec, options, 'published', context));
    }
    reportPublished(published, context.output);
  });
}
