import { createBaseline, formatBaseline } from '@sceneshift/packer';
import type { Command } from 'commander';
import { CliError, EXIT } from '../runtime/CliError';
import { readText, writeText } from '../runtime/files';
import type { Runtime } from '../runtime/Runtime';

interface BaselineFlags {
  release?: string;
  portal: string;
  out?: string;
  check?: string;
}

/** `sceneshift baseline create`: records the release that a portal checkout runs. */
export function registerBaseline(program: Command, runtime: Runtime) {
  const baseline = program
    .command('baseline')
    .description('Records of Backstage releases');
  const command = baseline
    .command('create')
    .description('Record what a portal checkout supplies to plugins')
    .option('--release <version>', 'default: that of backstage.json')
    .option('--portal <dir>', 'the portal checkout', '.')
    .option('-o, --out <file>', 'default: standard output')
    .option(
      '--check <file>',
      'compare with a file instead, and fail on a difference',
    )
    .action(async (flags: BaselineFlags) => {
      const { output } = runtime.context(command);
      const created = await createBaseline({
        portalDir: flags.portal,
        release: flags.release,
      });
      created.skipped.forEach(name =>
        output.progress(`${name} cannot be loaded and is left out`),
      );
      const text = formatBaseline(created.baseline);
      if (flags.check) {
        await assertSame(flags.check, text);
        output.progress(`${flags.check} is up to date`);
      } else if (flags.out) {
        await writeText(flags.out, text);
      } else {
        runtime.world.stdout.write(text);
      }
    });
}

async function assertSame(file: string, text: string) {
  if ((await readText(file)) === text) return;
  throw new CliError(
    `${file} differs from what this checkout supplies; run 'sceneshift baseline create -o ${file}' and review the change`,
    EXIT.failed,
  );
}
