import { run } from '../run';

/** Runs one command line in this process and collects what it prints. */
export async function runCli(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  cwd: string = '/',
  stdin?: string[],
  signal?: AbortSignal,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await run(args, {
    env: { SCENESHIFT_DATA: '/nonexistent', ...env },
    cwd,
    signal,
    stdin: stdin && toStream(stdin),
    stdout: { write: text => (printed.stdout += text) },
    stderr: { write: text => (printed.stderr += text) },
  });
  return { exitCode, ...printed };
}

async function* toStream(chunks: string[]): AsyncGenerator<string> {
  yield* chunks;
}
