import { setTimeout as sleep } from 'node:timers/promises';

/** How long a request waits for a supervisor that takes no connections, because it is being replaced. */
const HOLD_MS = 5_000;
const RETRY_MS = 100;

/** The supervisors that one request may go to, as long as it has reached none. */
export class Candidates {
  private readonly refusing = new Set<string>();
  private readonly failing = new Set<string>();
  private deadline: number | undefined;

  constructor(
    /** The supervisors of this moment, best first. */
    private readonly addresses: () => string[],
    private readonly signal: AbortSignal,
  ) {}

  /** The next one to try. Waits when all have refused; undefined when there is none, or the time is over. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const open = this.addresses().filter(item => !this.refusing.has(item));
      const address = open.find(item => !this.failing.has(item)) ?? open[0];
      if (address || this.isOver()) return address;
      await sleep(RETRY_MS, undefined, { signal: this.signal }).catch(
        () => undefined,
      );
      this.refusing.clear();
    }
  }

  /** It took no connection: others come first, and itself only after a moment. */
  refused(address: string): void {
    this.refusing.add(address);
    this.deadline ??= Date.now() + HOLD_MS;
  }

  /** It lost the request: others come first, and itself only after a moment, as it may be ending. */
  failed(address: string): void {
    this.failing.add(address);
    this.refused(address);
  }

  /** Where nobody has refused, there is nobody to wait for. */
  private isOver(): boolean {
    const { deadline, signal } = this;
    return deadline === undefined || signal.aborted || Date.now() > deadline;
  }
}
