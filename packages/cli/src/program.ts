import { Command } from 'commander';
import { version } from '../package.json';
import { registerCommands } from './commands';
import type { Runtime } from './runtime/Runtime';

/** The whole command line, not yet parsed. */
export function createProgram(runtime: Runtime): Command {
  const program = new Command('sceneshift')
    .description('Publish, install and watch Backstage plugins')
    .version(version)
    .option(
      '--url <url>',
      'address of the portal (SCENESHIFT_URL, default http://localhost:7007)',
    )
    .option(
      '--token <token>',
      'API key or Backstage token (SCENESHIFT_TOKEN, default: the development key)',
    )
    .option(
      '--organization <name>',
      'for members of several organizations (SCENESHIFT_ORGANIZATION)',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 portal unreachable',
    )
    .exitOverride()
    .configureOutput({
      writeOut: text => runtime.world.stdout.write(text),
      writeErr: text => runtime.world.stderr.write(text),
      // Faults of usage are reported as all others are.
      outputError: () => undefined,
    });
  registerCommands(program, runtime);
  return program;
}
