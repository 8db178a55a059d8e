import { spawn, type ChildProcess } from 'node:child_process';
import crypto from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { step } from './console.ts';
import type { Layout } from './layout.ts';
import {
  endProcess,
  removeRecord,
  startTimeOf,
  writeRecord,
} from './processTable.ts';

interface Target {
  name: string;
  workspace: string;
  /** Folders and files that the output is made from, relative to the checkout. */
  inputs: string[];
  output: string;
}

const common = [
  'plugins/platform-common/src',
  'plugins/registry-common/src',
  'plugins/lifecycle-common/src',
];

const targets: Target[] = [
  {
    name: 'plugin host',
    workspace: '@sceneshift/plugin-host',
    inputs: ['packages/plugin-host', ...common],
    output: 'packages/plugin-host/dist',
  },
  {
    name: 'packer',
    workspace: '@sceneshift/packer',
    inputs: ['packages/packer', ...common],
    output: 'packages/packer/dist',
  },
  {
    name: 'command line',
    workspace: '@sceneshift/cli',
    inputs: [
      'packages/cli',
      'packages/packer/src',
      'plugins/resolver-common/src',
      ...common,
    ],
    output: 'packages/cli/dist',
  },
  {
    name: 'app',
    workspace: 'app',
    inputs: [
      'packages/app',
      'plugins/platform-react',
      'plugins/registry',
      'plugins/lifecycle',
      'plugins/resolver',
      'plugins/resolver-common/src',
      ...common,
    ],
    output: 'packages/app/dist',
  },
];

/** The name under which the process of a build is recorded. */
const RECORD = 'build';

/** Builds what is older than its sources, and says how long each took. */
export async function buildStale(
  layout: Layout,
  signal: AbortSignal,
): Promise<void> {
  const { checkout } = layout;
  for (const target of targets) {
    const wanted = fingerprint(checkout, [...target.inputs, 'yarn.lock']);
    const stamp = path.join(
      checkout,
      'node_modules/.cache/sceneshift',
      `${target.workspace.replace('/', '-')}.built`,
    );
    const isFresh =
      fs.existsSync(stamp) &&
      fs.readFileSync(stamp, 'utf8') === wanted &&
      fs.existsSync(path.join(checkout, target.output));
    if (isFresh) continue;
    signal.throwIfAborted();
    await step(`building the ${target.name}`, () =>
      build(layout, target, signal),
    );
    fs.mkdirSync(path.dirname(stamp), { recursive: true });
    fs.writeFileSync(stamp, wanted);
  }
}

async function build(
  layout: Layout,
  target: Target,
  signal: AbortSignal,
): Promise<void> {
  const { checkout, logs } = layout;
  const log = path.join(logs, `build-${path.basename(target.workspace)}.log`);
  const output = fs.openSync(log, 'w', 0o600);
  const child = spawn(
    process.execPath,
    [
      path.join(checkout, '.yarn/releases/yarn-4.13.0.cjs'),
      'workspace',
      target.workspace,
      'build',
    ],
    {
      cwd: checkout,
      // A process group of its own, which ends as a whole: a build has workers.
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...process.env, CI: 'true' },
    },
  );
  fs.closeSync(output);
  const status = await untilEnded(layout, child, signal);
  signal.throwIfAborted();
  if (status !== 0) {
    const words = fs
      .readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-30)
      .join('\n');
    throw new Error(
      `Building the ${target.name} failed:\n${words}\nThe whole log: ${log}`,
    );
  }
}

/** Waits for a build, recorded so that a later run can end it should this one be killed. */
async function untilEnded(
  layout: Layout,
  child: ChildProcess,
  signal: AbortSignal,
): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const { pid } = child;
  if (!pid) return (await ended)[0];
  writeRecord(layout.run, RECORD, pid, { group: true });
  const startTime = startTimeOf(pid)!;
  const end = () =>
    void endProcess({ name: RECORD, pid, startTime, group: true });
  signal.addEventListener('abort', end, { once: true });
  try {
    return (await ended)[0];
  } finally {
    signal.removeEventListener('abort', end);
    removeRecord(layout.run, RECORD);
  }
}

/** A hash of the contents of all source files: a checkout's modification times say nothing. */
function fingerprint(checkout: string, inputs: string[]): string {
  const hash = crypto.createHash('sha256');
  for (const file of inputs.flatMap(input =>
    sourceFiles(path.join(checkout, input)),
  ))
    hash
      .update(path.relative(checkout, file))
      .update('\0')
      .update(fs.readFileSync(file));
  return hash.digest('hex');
}

function sourceFiles(location: string): string[] {
  if (!fs.existsSync(location)) return [];
  if (fs.statSync(location).isFile()) return [location];
  return fs
    .readdirSync(location, { withFileTypes: true })
    .filter(
      entry =>
        !['node_modules', 'dist', 'dist-types', 'coverage'].includes(
          entry.name,
        ),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => sourceFiles(path.join(location, entry.name)));
}
