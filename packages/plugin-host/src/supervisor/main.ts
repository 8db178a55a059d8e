import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outliveOutput } from '../protocol/outliveOutput';
import { prepareHostRuntime } from '../runtime/prepareHostRuntime';
import { DataDirectory } from './DataDirectory';
import { readCommandLine, USAGE, type CommandLine } from './options';
import { RunningSupervisor } from './RunningSupervisor';

const EXIT_USAGE = 2;

function parse(): CommandLine | undefined {
  try {
    const commandLine = readCommandLine(process.argv.slice(2));
    if (!commandLine) process.stdout.write(`${USAGE}\n`);
    return commandLine;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exitCode = EXIT_USAGE;
    return undefined;
  }
}

/** The package whose dependencies are those of hosts: the nearest one around the bundles. */
function packageOf(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error('The bundle lies in no package');
  return packageOf(parent);
}

async function main(): Promise<void> {
  outliveOutput();
  const commandLine = parse();
  if (!commandLine) return;
  // What hosts have to read must not depend on the mask of whoever starts the supervisor.
  process.umask(0o022);
  mkdirSync(dirname(commandLine.data), { recursive: true });
  const dist = dirname(realpathSync(process.argv[1] ?? ''));
  const source = {
    bundle: join(dist, 'host.cjs.js'),
    packageDirectory: packageOf(dist),
  };
  if (commandLine.prepareOnly) {
    const { runtimes } = new DataDirectory(commandLine.data);
    process.stdout.write(`${prepareHostRuntime(runtimes, source).directory}\n`);
    return;
  }
  const running = new RunningSupervisor(commandLine, source);
  await running.start();
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    void running.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch(error => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
