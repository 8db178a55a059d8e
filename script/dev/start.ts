import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { step, terminal } from './console.ts';
import { parseStartOptions, usage } from './options.ts';
import { Portal } from './Portal.ts';

const checkout = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    terminal.info(usage);
    return 0;
  }
  const started = Date.now();
  const portal = new Portal(checkout, parseStartOptions(process.argv.slice(2)));
  const interrupted = Promise.race([
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
    once(process, 'SIGHUP'),
  ]);
  const starting = portal.start();
  try {
    await Promise.race([starting, interrupted.then(() => portal.abort())]);
    if (!portal.aborted) {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      terminal.info(
        `\nSceneshift is ready at ${portal.url} (${seconds} s). Ctrl-C stops it.\n`,
      );
      void portal.afterReady();
      await interrupted;
      portal.abort();
    }
  } finally {
    // A second Ctrl-C must not leave processes behind either: it is ignored while the first is obeyed.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {});
    await starting.catch(() => {});
    await step('stopping', () => portal.stop());
  }
  return 0;
}

function explain(error: unknown): string {
  const { code, message, path: file } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return `The disk is full${
      file ? ` (writing ${file})` : ''
    }. Free some room, or choose another disk with --data.`;
  if (code === 'EACCES')
    return `${message}. Choose a folder that you may write with --data.`;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}\n\n${usage}`;
  return message;
}

try {
  process.exitCode = await main();
} catch (error) {
  terminal.error(explain(error));
  process.exitCode = 1;
}
// Streams of ended children may linger; everything that matters has been stopped by now.
process.exit();
