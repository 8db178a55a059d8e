import { spawn } from 'node:child_process';
import { failed, passed, type Counts } from './Part.ts';

export interface CommandOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  timeoutMs?: number;
}

/** Runs a command with its output on the terminal, and answers its exit code; 124 after a time-out. */
export function runCommand(
  command: string,
  args: string[],
  { cwd, env = {}, timeoutMs = 30 * 60_000 }: CommandOptions,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const timer = setTimeout(() => {
      process.stdout.write(`${command} took more than ${timeoutMs / 1000} s\n`);
      process.kill(-child.pid!, 'SIGKILL');
    }, timeoutMs);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? (signal ? 124 : 1));
    });
  });
}

/** A command that counts as one check. */
export async function check(
  command: string,
  args: string[],
  options: CommandOptions,
): Promise<Counts> {
  return (await runCommand(command, args, options)) === 0 ? passed : failed;
}
