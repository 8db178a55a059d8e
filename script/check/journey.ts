import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { findChromium } from './chromium.ts';
import { skipped, sum, type CheckContext, type Counts } from './Part.ts';

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

/** Two supervisors of one environment: one after the other, a canary first. And what streams past both proxies. */
export function runReplicas({
  checkout,
  postgresUrl,
}: CheckContext): Promise<Counts> {
  useDatabase(postgresUrl);
  return runNodeTests(
    ['replicas', 'streams'].map(name =>
      path.join(checkout, `e2e-tests/src/${name}.test.ts`),
    ),
    15 * 60_000,
  );
}

/** Every bad plugin, in a portal that `script/start` started: nobody else notices, and the portal says what is wrong. */
export async function runBadPlugins(context: CheckContext): Promise<Counts> {
  const chromium = findChromium();
  if (!chromium.path) return skipped(`bad plugins: ${chromium.reason}`);
  process.env.CHROMIUM_PATH = chromium.path;
  return runNodeTests(
    [path.join(context.checkout, 'e2e-tests/src/badPlugins.test.ts')],
    20 * 60_000,
  );
}

/** What the same plugins do where nothing stands between them and the others: without it, the tests above would prove little. */
export async function runControls({
  checkout,
  postgresUrl,
}: CheckContext): Promise<Counts> {
  const controls = path.join(checkout, 'e2e-tests/controls');
  useDatabase(postgresUrl);
  const backends = await runNodeTests(
    [path.join(controls, 'backends.test.ts')],
    20 * 60_000,
  );
  const chromium = findChromium();
  if (!chromium.path)
    return {
      ...sum([backends, skipped('')]),
      skipReason: `control runs in a browser: ${chromium.reason}`,
    };
  process.env.CHROMIUM_PATH = chromium.path;
  const frontends = await runNodeTests(
    [path.join(controls, 'frontends.test.ts')],
    10 * 60_000,
  );
  return sum([backends, frontends]);
}

/** The test runner hands its environment on to the files that it runs. */
function useDatabase(postgresUrl: string): void {
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING =
    postgresUrl;
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
