import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readNpmSettings } from '../npm/NpmSettings';
import { ownFolder } from '../ownFolder';
import { JobRunner } from './JobRunner';
import { PackWorker } from './PackWorker';
import { RegistryClient } from './RegistryClient';

const USAGE =
  'usage: packWorker --url <portal> --key-file <file> [--toolchain <dir>] [--cache <dir>] [--timeout <seconds>]';

const PASSED_VARIABLES =
  /^(PATH|(HTTPS?|NO|https?|no)_(PROXY|proxy)|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/;

/** Writes one line; whoever started the worker adds the name. */
function log(message: string) {
  process.stdout.write(`${new Date().toISOString()} ${message}\n`);
}

async function main(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      'key-file': { type: 'string' },
      toolchain: { type: 'string' },
      cache: { type: 'string' },
      timeout: { type: 'string', default: '600' },
    },
  });
  const { url, toolchain, timeout } = values;
  const keyFile = values['key-file'];
  if (!url || !keyFile) throw new Error(USAGE);
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => stop.abort(new Error(`stopped by ${name}`)));
  }
  const cacheDir = resolve(values.cache ?? 'pack-cache');
  const runner = createRunner([cacheDir, toolchain], stop.signal);
  const worker = new PackWorker({
    client: new RegistryClient({ url, keyFile, signal: stop.signal }),
    runner,
    npm: await readNpmSettings(process.env, stop.signal),
    cacheDir,
    toolchain: toolchain && resolve(toolchain),
    timeoutMs: Number(timeout) * 1000,
    signal: stop.signal,
    log,
  });
  log(`waiting for versions to pack at ${url}`);
  await worker.run();
}

function createRunner(
  folders: Array<string | undefined>,
  signal: AbortSignal,
): JobRunner {
  const job = join(ownFolder, 'packJob.cjs.js');
  accessSync(job, constants.R_OK);
  const needed = [job, process.execPath, ...folders];
  const switchUser = needed.every(path => !path || isOpenToOthers(path));
  if (!switchUser && process.getuid?.() === 0) {
    log('other users cannot read the build tools, so packing runs as root');
  }
  return new JobRunner({
    command: [process.execPath, job],
    switchUser,
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) =>
        PASSED_VARIABLES.test(name),
      ),
    ),
    signal,
  });
}

/** True when every folder on the way can be entered by any user. */
function isOpenToOthers(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(folder) && !(statSync(folder).mode & 0o001)) return false;
    if (folder === dirname(folder)) return true;
  }
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
