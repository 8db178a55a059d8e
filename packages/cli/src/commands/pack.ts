import { pack } from '@sceneshift/packer';
import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';
import { assertLinked } from './assertLinked';
import {
  addPackOptions,
  describePack,
  toPackOptions,
  type PackFlags,
} from './packOptions';

/** `sceneshift pack`: makes an artifact and leaves it in a folder. */
export function registerPack(program: Command, runtime: Runtime) {
  const command = program
    .command('pack')
    .description('Make the loadable artifact of a plugin')
    .argument(
      '<folder|tgz|spec>',
      'plugin folder, npm tarball, or name@version',
    )
    .option('-o, --out <dir>', 'where the artifact is written', '.');
  addPackOptions(command).action(
    async (spec: string, flags: PackFlags & { out: string }) => {
      const context = runtime.context(command);
      const result = await pack(
        spec,
        await toPackOptions(flags, context, flags.out),
      );
      context.output.result(result, () => describePack(result));
      assertLinked(result);
    },
  );
}
