import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { handedOver, type SolverReply, type SolverTask } from './messages';

/** An entry point of this package, so that it is built to a file of its own. */
const WORKER = '@sceneshift/backstage-plugin-resolver-backend/solver-worker';

/** One thread, which is started when it is needed and again after it failed. */
export class SolverThread {
  private worker?: Worker;

  constructor(private readonly limits: { heapMb: number; taskMs: number }) {}

  /** One task at a time. Its request belongs to the thread from then on. */
  async run(task: SolverTask): Promise<SolverReply> {
    const worker = (this.worker ??= this.start());
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => controller.abort(), this.limits.taskMs);
    try {
      worker.postMessage(task, handedOver(task.request));
      const [reply] = await Promise.race([
        once(worker, 'message', { signal }),
        once(worker, 'exit', { signal }).then(() => {
          throw new Error('the thread ended');
        }),
      ]);
      return reply as SolverReply;
    } catch (error) {
      await this.stop();
      throw this.toError(error);
    } finally {
      clearTimeout(timer);
      controller.abort();
    }
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private start(): Worker {
    const { file, execArgv } = workerEntry();
    const worker = new Worker(file, {
      execArgv,
      // The environment holds the control plane's secrets.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMb },
    });
    // An idle thread keeps no process alive.
    worker.unref();
    return worker;
  }

  private toError(error: unknown): SceneshiftError {
    const { code, name, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return new SceneshiftError(
        'BODY_TOO_LARGE',
        `The request needs more than ${this.limits.heapMb} MB of memory to be answered: ask about fewer packages`,
        { cause: error },
      );
    }
    const reason =
      name === 'AbortError'
        ? `did not answer in ${this.limits.taskMs} ms`
        : `failed: ${message}`;
    return new SceneshiftError('UNAVAILABLE', `The solver ${reason}`, {
      cause: error,
    });
  }
}

/** JavaScript where the package was built; in development and tests the source, which needs a transform. */
function workerEntry(): { file: string; execArgv: string[] } {
  const file = require.resolve(WORKER);
  if (!file.endsWith('.ts')) return { file, execArgv: [] };
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  return { file, execArgv: ['--require', transform] };
}
