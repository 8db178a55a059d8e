const MIB = 1024 * 1024;
/** More than this, dropped within the window, is a flood: a plugin that says a lot writes a tenth of it. */
export const FLOOD_BYTES = 8 * MIB;
export const FLOOD_WINDOW_MS = 10_000;
/** One long outburst is none. */
const SUSTAINED_MS = 2_000;

/** Tells a plugin that floods its log from one that once had much to say, by what was cut off its log. */
export class LogFlood {
  #cuts: Array<{ at: number; bytes: number }> = [];

  dropped(bytes: number, at: number): void {
    if (bytes) this.#cuts.push({ at, bytes });
  }

  /** Bytes dropped within the window; undefined when that is no flood. */
  size(now: number): number | undefined {
    this.#cuts = this.#cuts.filter(({ at }) => now - at <= FLOOD_WINDOW_MS);
    const [first] = this.#cuts;
    const last = this.#cuts.at(-1);
    if (!first || !last || last.at - first.at < SUSTAINED_MS) return undefined;
    const total = this.#cuts.reduce((sum, { bytes }) => sum + bytes, 0);
    return total > FLOOD_BYTES ? total : undefined;
  }
}
