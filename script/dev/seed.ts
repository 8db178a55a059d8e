import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { step, terminal } from './console.ts';
import type { Layout } from './layout.ts';

const examples = [
  'hello/v1/backend',
  'hello/v1/frontend',
  'hello/v2/backend',
  'hello/v2/frontend',
];

/** Publishes the example plugins into the demo organization, once per data folder. */
export async function publishExamples(
  layout: Layout,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const stamp = path.join(layout.data, 'examples-published');
  const done = fs.existsSync(stamp)
    ? fs.readFileSync(stamp, 'utf8').split('\n')
    : [];
  const missing = examples.filter(example => !done.includes(example));
  for (const example of missing) {
    if (signal.aborted) return;
    try {
      await step(`publishing the example ${example}`, () =>
        publish(layout, url, example, signal),
      );
      fs.appendFileSync(stamp, `${example}\n`);
    } catch (error) {
      if (signal.aborted) return;
      terminal.warn(
        `The example ${example} was not published; the next start tries again. ${
          (error as Error).message
        }`,
      );
    }
  }
}

function publish(
  layout: Layout,
  url: string,
  example: string,
  signal: AbortSignal,
): Promise<void> {
  const args = [
    path.join(layout.checkout, 'packages/cli/bin/sceneshift'),
    'publish',
    path.join(layout.checkout, 'examples/plugins', example),
    '--toolchain',
    layout.checkout,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      signal,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        SCENESHIFT_URL: url,
        SCENESHIFT_DATA: layout.data,
      },
    });
    let words = '';
    child.stderr.on('data', chunk => (words = (words + chunk).slice(-2000)));
    child.once('error', reject);
    child.once('exit', code => {
      // 3 is "refused": the version is there already, from a run that was ended before it could note it.
      if (code === 0 || (code === 3 && words.includes('VERSION_EXISTS')))
        resolve();
      else reject(new Error(words.trim()));
    });
  });
}
