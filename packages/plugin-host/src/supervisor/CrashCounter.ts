import { monotonicMs } from '../protocol/monotonicMs';

const LOOP_WINDOW_MS = 60_000;
const LOOP_DEATHS = 3;
const MEMORY_MS = 10 * 60_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** Counts the deaths of a plugin's hosts: how long to wait before the next start, and when to stop trying. */
export class CrashCounter {
  #deaths: number[] = [];
  #loopSince = 0;

  constructor(private readonly now: () => number = monotonicMs) {}

  died(): void {
    const now = this.now();
    this.#deaths = [...this.#deaths, now].filter(at => now - at < MEMORY_MS);
  }

  reset(): void {
    this.#deaths = [];
  }

  /** Counts towards a loop from zero again; the delays stay. */
  startOver(): void {
    this.#loopSince = this.now() + 1;
  }

  /** Three deaths within a minute. */
  get looping(): boolean {
    return this.#recent >= LOOP_DEATHS;
  }

  /** One more death within the minute makes a loop. */
  get nearLoop(): boolean {
    return this.#recent >= LOOP_DEATHS - 1;
  }

  /** Nothing after the first death, then twice as long each time. */
  get delayMs(): number {
    const repeated = this.#deaths.length - 1;
    if (repeated < 1) return 0;
    return Math.min(FIRST_DELAY_MS * 2 ** (repeated - 1), LONGEST_DELAY_MS);
  }

  /** Deaths that count towards a loop. */
  get #recent(): number {
    const since = Math.max(this.now() - LOOP_WINDOW_MS, this.#loopSince);
    return this.#deaths.filter(at => at >= since).length;
  }
}
