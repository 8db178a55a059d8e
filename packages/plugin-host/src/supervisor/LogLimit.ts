import type { HostLog } from './HostLog';
import { LogFlood } from './LogFlood';

/** A log may grow fast. */
const INTERVAL_MS = 250;

/** Keeps the log of a host small from its first line to its last, and remembers how much was dropped for that. */
export class LogLimit {
  readonly #flood = new LogFlood();
  readonly #timer: NodeJS.Timeout;
  #trouble: string | undefined;

  constructor(
    private readonly log: HostLog,
    private readonly now: () => number,
  ) {
    this.#timer = setInterval(() => this.#trim(), INTERVAL_MS).unref();
  }

  /** Bytes that were dropped lately, when they are so many that it is a flood. */
  get flood(): number | undefined {
    return this.#flood.size(this.now());
  }

  /** Why the log cannot be cut, while it cannot. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A full disk must not end what serves. */
  #trim(): void {
    try {
      this.#flood.dropped(this.log.trim(), this.now());
      this.#trouble = undefined;
    } catch (error) {
      this.#trouble = (error as Error).message;
    }
  }
}
