import { run } from './run';
import { interrupted } from './runtime/interrupted';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  // Only the first time: a second Ctrl-C ends the process at once.
  process.once(name, () => stop.abort(interrupted()));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // Whoever reads has seen enough, as `head` does.
  process.exit();
});

run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  stdin: process.stdin.isTTY ? undefined : process.stdin,
}).then(
  exitCode => {
    process.exitCode = exitCode;
  },
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  },
);
