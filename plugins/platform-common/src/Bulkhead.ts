/**
 * How many requests a hosted plugin may have under way in one process when nothing else is said, WebSockets included.
 *
 * @public
 */
export const MAX_REQUESTS_IN_FLIGHT = 1_000;

interface Compartment {
  inFlight: number;
  /** Said so already, and not half empty since. */
  isFull: boolean;
}

/**
 * Keeps what one plugin does not answer from taking the connections that all others need: each has a number of requests that
 * may be under way, and no more.
 *
 * @public
 */
export class Bulkhead {
  private readonly compartments = new Map<string, Compartment>();

  /**
   * @param onFull - called when a compartment is full, and not again for it before half of it is empty
   */
  constructor(private readonly onFull: (name: string, limit: number) => void) {}

  /**
   * Lets one more in.
   *
   * @returns what to call when it is over, any number of times; undefined where there are as many as may be
   */
  enter(name: string, limit: number): (() => void) | undefined {
    const compartment = this.obtain(name);
    if (compartment.inFlight >= limit) {
      this.refuse(compartment, name, limit);
      return undefined;
    }
    compartment.inFlight += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.leave(compartment, name, limit);
    };
  }

  private obtain(name: string): Compartment {
    const known = this.compartments.get(name);
    if (known) return known;
    const compartment = { inFlight: 0, isFull: false };
    this.compartments.set(name, compartment);
    return compartment;
  }

  private refuse(compartment: Compartment, name: string, limit: number): void {
    if (compartment.isFull) return;
    compartment.isFull = true;
    this.onFull(name, limit);
  }

  private leave(compartment: Compartment, name: string, limit: number): void {
    compartment.inFlight -= 1;
    if (compartment.inFlight <= limit / 2) compartment.isFull = false;
    if (compartment.inFlight === 0) this.compartments.delete(name);
  }
}
