import { spawn } from 'node:child_process';
import type { CommandOptions } from './command.ts';
import { failed, type Counts } from './Part.ts';

const closingLine = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm;

/** Runs a command that ends with a line `N passed, N failed, N skipped`, and takes its word if its exit code agrees. */
export function runCounted(
  command: string,
  args: string[],
  { cwd, env = {} }: CommandOptions,
  skipReason?: string,
): Promise<Counts> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', chunk => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.once('error', reject);
    child.once('exit', code => resolve(read(output, code, skipReason)));
  });
}

function read(output: string, code: number | null, reason?: string): Counts {
  const line = [...output.matchAll(closingLine)].at(-1);
  if (!line) return failed;
  const [passed, failures, skipped] = line.slice(1).map(Number);
  return {
    passed: passed!,
    failed: failures || (code === 0 ? 0 : 1),
    skipped: skipped!,
    skipReason: skipped ? reason : undefined,
  };
}
