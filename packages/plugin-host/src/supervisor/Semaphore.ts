/**
 * Lets at most so many tasks run at the same time, in the order of their arrival. One that takes longer than everybody's patience
 * goes on, but counts no more: those that wait must not wait for what hangs.
 */
export class Semaphore {
  readonly #waiting: Array<() => void> = [];
  #free: number;

  constructor(permits: number, private readonly patienceMs: number) {
    this.#free = permits;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.#acquire();
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      this.#release();
    }, this.patienceMs);
    try {
      return await task();
    } finally {
      clearTimeout(timer);
      if (!isOver) this.#release();
    }
  }

  #acquire(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
