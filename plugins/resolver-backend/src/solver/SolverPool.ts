import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { SolverReply, SolverTask } from './messages';
import { SolverThread } from './SolverThread';

/** How much the pool takes on. */
export interface SolverLimits {
  threads: number;
  /** Tasks that wait for a thread; more are refused. */
  waiting: number;
  /** Heap of one thread. */
  heapMb: number;
  /** After this long a thread that does not answer is ended. Longer than the longest `timeoutMs`. */
  taskMs: number;
}

/** A few threads that search, and the queue before them. */
export class SolverPool {
  private readonly idle: SolverThread[];
  private readonly threads: readonly SolverThread[];
  private readonly waiting: Array<(thread: SolverThread) => void> = [];

  constructor(private readonly limits: SolverLimits) {
    this.threads = Array.from(
      { length: limits.threads },
      () => new SolverThread(limits),
    );
    this.idle = [...this.threads];
  }

  /** @throws SceneshiftError `RATE_LIMITED` when too many wait, `UNAVAILABLE` when the thread failed */
  async run(task: SolverTask): Promise<SolverReply> {
    const thread = await this.take();
    try {
      return await thread.run(task);
    } finally {
      this.giveBack(thread);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map(thread => thread.stop()));
  }

  private async take(): Promise<SolverThread> {
    const thread = this.idle.pop();
    if (thread) return thread;
    if (this.waiting.length >= this.limits.waiting) {
      throw new SceneshiftError(
        'RATE_LIMITED',
        `${this.limits.waiting} requests wait for the solver already: try again in a moment`,
      );
    }
    return new Promise(resolve => this.waiting.push(resolve));
  }

  private giveBack(thread: SolverThread): void {
    const next = this.waiting.shift();
    if (next) next(thread);
    else this.idle.push(thread);
  }
}
