import { readFile, writeFile } from 'node:fs/promises';
import { isSceneshiftError } from '@sceneshift/backstage-platform-common';
import { pack } from '../pack/pack';
import type { JobInput, JobOutput } from './types';

/**
 * The child process of one job: packs and leaves the outcome in a file. It has no credential, so the worker
 * talks to the registry for it.
 */
async function main([inputFile = '', outputFile = '']: string[]) {
  const { tarball, ...options } = JSON.parse(
    await readFile(inputFile, 'utf8'),
  ) as JobInput;
  const output = await packJob(tarball, options);
  await writeFile(outputFile, JSON.stringify(output));
}

async function packJob(
  tarball: string,
  options: Omit<JobInput, 'tarball'>,
): Promise<JobOutput> {
  try {
    const { file, digest, verdict } = await pack(tarball, {
      ...options,
      onProgress: ({ message }) => process.stderr.write(`${message}\n`),
    });
    return { ok: true, result: { file, digest, verdict } };
  } catch (error) {
    if (isSceneshiftError(error)) {
      return { ok: false, code: error.code, message: error.message };
    }
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return { ok: false, code: 'INTERNAL', message: String(error) };
  }
}

// The worker holds the other end: when it is gone, nobody waits for this job.
process.stdin.resume().on('end', () => process.exit(1));

main(process.argv.slice(2))
  .catch(error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  })
  .finally(() => process.stdin.destroy());
