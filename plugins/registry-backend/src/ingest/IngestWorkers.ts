import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import {
  errorCatalogue,
  SceneshiftError,
  type ErrorCode,
} from '@sceneshift/backstage-platform-common';
import type { IngestJob, IngestReply, IngestResults } from './types';

/** An entry point of this package, so that it is built to a file of its own. */
const WORKER = '@sceneshift/backstage-plugin-registry-backend/ingest-worker';
/** Heap of one worker. The largest npm document, as a string and parsed, fits. */
const MAX_HEAP_MB = 512;

/**
 * Reads uploads in processes of their own, a few at a time; `Uploads` bounds how many wait. A worker inherits nothing: no environment, no
 * descriptors, no credentials.
 */
export class IngestWorkers {
  private running = 0;
  private readonly waiting: Array<() => void> = [];

  constructor(private readonly options: { processes: number }) {}

  /** @throws SceneshiftError with the worker's code, `INGEST_TIMEOUT`, or `TARBALL_CORRUPT` when it died. */
  async run<K extends IngestJob['kind']>(
    job: Extract<IngestJob, { kind: K }>,
  ): Promise<IngestResults[K]> {
    await this.enter();
    try {
      const reply = await askWorker(job);
      if (reply.ok) return reply.result as IngestResults[K];
      throw toError(reply);
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running >= this.options.processes) {
      await new Promise<void>(resolve => this.waiting.push(resolve));
    }
    this.running += 1;
  }

  private leave(): void {
    this.running -= 1;
    this.waiting.shift()?.();
  }
}

function askWorker(job: IngestJob): Promise<IngestReply> {
  return new Promise((resolve, reject) => {
    const child = startWorker(path.dirname(job.file));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(timeout(job.limits.ingestMillis));
    }, job.limits.ingestMillis);
    child.on('message', message => {
      if (isReply(message)) resolve(message);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(died(code, signal));
    });
    child.send(job);
  });
}

/** Node's permission model is no wall, but keeps a parser that was tricked from writing elsewhere or starting programs. */
function startWorker(folder: string): ChildProcess {
  const { file, execArgv } = workerEntry();
  return fork(file, {
    execArgv: [
      `--max-old-space-size=${MAX_HEAP_MB}`,
      '--permission',
      '--allow-fs-read=*',
      `--allow-fs-write=${folder}`,
      ...execArgv,
    ],
    // The environment holds the control plane's secrets.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
}

/** JavaScript where the package was built; in development and tests the source, which a transform with more rights reads. */
function workerEntry(): { file: string; execArgv: string[] } {
  const file = require.resolve(WORKER);
  if (!file.endsWith('.ts')) return { file, execArgv: [] };
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  return {
    file,
    execArgv: ['--allow-worker', '--allow-addons', '--require', transform],
  };
}

/** Backstage's development transform talks on the same channel. */
function isReply(message: unknown): message is IngestReply {
  return typeof (message as { ok?: unknown }).ok === 'boolean';
}

/** What is not the tarball's fault is ours, and its words are for the log only. */
function toError({ code, message }: Extract<IngestReply, { ok: false }>) {
  return code in errorCatalogue && code !== 'INTERNAL'
    ? new SceneshiftError(code as ErrorCode, message)
    : new Error(`The ingest worker failed: ${message}`);
}

function timeout(milliseconds: number): SceneshiftError {
  return new SceneshiftError(
    'INGEST_TIMEOUT',
    `The tarball could not be read in ${milliseconds} ms`,
  );
}

function died(code: number | null, signal: string | null): SceneshiftError {
  return new SceneshiftError(
    'TARBALL_CORRUPT',
    `The process that read the tarball ended (${
      signal ?? code
    }) before it was done`,
  );
}
