const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/** Tries again after a while, each time after twice as long. */
export class RetryTimer {
  #timer: NodeJS.Timeout | undefined;
  #delayMs = FIRST_DELAY_MS;

  constructor(private readonly retry: () => void) {}

  schedule(): void {
    this.stop();
    this.#timer = setTimeout(this.retry, this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_DELAY_MS);
  }

  /** Something new: the next failure is the first one again. */
  reset(): void {
    this.stop();
    this.#delayMs = FIRST_DELAY_MS;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
