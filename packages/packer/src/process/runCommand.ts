import { spawn } from 'node:child_process';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';

/** How a child process is run. */
export interface RunCommandOptions {
  cwd: string;
  /** The whole environment of the child; nothing is inherited. */
  env: NodeJS.ProcessEnv;
  /** Ends the child and everything it started. */
  signal?: AbortSignal;
}

/** What a child process left behind. */
export interface CommandOutput {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Output beyond this many characters is dropped from the front: the end says what went wrong. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

/**
 * Runs a command in a process group of its own and collects its output. A non-zero exit is a result, not
 * an error; an abort kills the whole group, so that no grandchild survives a timeout.
 */
export async function runCommand(
  command: string,
  args: string[],
  options: RunCommandOptions,
): Promise<CommandOutput> {
  assertNotAborted(options.signal);
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => killGroup(child.pid);
  options.signal?.addEventListener('abort', kill, { once: true });
  // A parent that ends without waiting must not leave a build running.
  process.once('exit', kill);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', chunk => {
    output.stdout = (output.stdout + chunk).slice(-OUTPUT_LIMIT);
  });
  child.stderr.setEncoding('utf8').on('data', chunk => {
    output.stderr = (output.stderr + chunk).slice(-OUTPUT_LIMIT);
  });
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', code => resolve(code ?? 1));
    });
    assertNotAborted(options.signal);
    return { exitCode, ...output };
  } finally {
    options.signal?.removeEventListener('abort', kill);
    process.removeListener('exit', kill);
  }
}

/** Throws `PACK_TIMEOUT`, or the abort's own reason, when the signal has fired. */
export function assertNotAborted(signal: AbortSignal | undefined) {
  if (!signal?.aborted) return;
  const reason = signal.reason;
  if (reason instanceof Error && reason.name !== 'TimeoutError') throw reason;
  throw new SceneshiftError(
    'PACK_TIMEOUT',
    'Packing took longer than its time limit and was stopped; pass a larger --timeout, or look for a dependency that hangs',
  );
}

function killGroup(pid: number | undefined) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // The group is gone already, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
