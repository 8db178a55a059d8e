import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { findChromium } from './chromium.ts';
import { skipped, type CheckContext, type Counts } from './Part.ts';

/** The journey of one plugin, in a real browser, against a portal that `script/start` started. */
export async function runJourney(context: CheckContext): Promise<Counts> {
  const chromium = findChromium();
  if (!chromium.path) return skipped(`the browser journey: ${chromium.reason}`);
  process.env.CHROMIUM_PATH = chromium.path;
  return runNodeTests(
    [path.join(context.checkout, 'e2e-tests/src/journey.test.ts')],
    15 * 60_000,
  );
}

/** Hosted plugins in a portal that `script/start` started: tokens, data, bad versions, a control plane that dies. */
export function runHosts({ checkout }: CheckContext): Promise<Counts> {
  return runNodeTests(
    [path.join(checkout, 'e2e-tests/src/hosts.test.ts')],
    15 * 60_000,
  );
}

/** Runs files of Node's own test runner and counts their tests; hooks that fail count as failures. */
export async function runNodeTests(
  files: string[],
  timeout: number,
): Promise<Counts> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const stream = run({ files, concurrency: 1, timeout });
  stream.on('test:pass', ({ details, skip }) => {
    if (details.type === 'suite') return;
    if (skip) counts.skipped += 1;
    else counts.passed += 1;
  });
  stream.on('test:fail', () => (counts.failed += 1));
  for await (const chunk of stream.compose(spec())) process.stdout.write(chunk);
  return counts;
}
