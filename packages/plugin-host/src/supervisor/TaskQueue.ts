/** Does one thing after the other. What is newly wanted gives up what is under way for something older. */
export class TaskQueue {
  #current = new AbortController();
  #tail: Promise<void> = Promise.resolve();

  constructor(
    /** An error that nobody expected; it does not stop the tasks that follow. */
    private readonly onError: (error: Error) => void,
  ) {}

  /** Gives up what is under way, then does this. */
  supersede(task: (signal: AbortSignal) => Promise<void>): void {
    this.#current.abort();
    this.#current = new AbortController();
    this.append(task);
  }

  /** Does this after all that is under way. */
  append(task: (signal: AbortSignal) => Promise<void>): void {
    const { signal } = this.#current;
    this.#tail = this.#tail.then(() => task(signal)).catch(this.onError);
  }

  /** Gives up what is under way and waits for its end. */
  async stop(): Promise<void> {
    this.#current.abort();
    await this.#tail;
  }
}
