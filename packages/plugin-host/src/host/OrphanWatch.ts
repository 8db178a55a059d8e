/**
 * Ends a host whose supervisor is gone for good. The supervisor's heartbeat is the sign of life; a supervisor that
 * restarts within the time adopts the host and nothing happens.
 */
export class OrphanWatch {
  #lastSeen: number;

  constructor(
    private readonly options: {
      timeoutMs: number;
      now: () => number;
      onOrphaned: () => void;
    },
  ) {
    this.#lastSeen = options.now();
  }

  /** Called for each heartbeat. */
  seen(): void {
    this.#lastSeen = this.options.now();
  }

  /** Checks at a tenth of the time-out; never keeps the process alive by itself. */
  start(): void {
    const timer = setInterval(() => {
      const silence = this.options.now() - this.#lastSeen;
      if (silence >= this.options.timeoutMs) this.options.onOrphaned();
    }, Math.max(50, this.options.timeoutMs / 10));
    timer.unref();
  }
}
