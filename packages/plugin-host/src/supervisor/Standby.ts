import type { HostProcess } from './HostProcess';
import type { SlotContext } from './SlotContext';
import type { HostPlan } from './SupervisorState';

/** As long as deaths count together; after that the danger is over. */
const LIFETIME_MS = 60_000;

interface StandbyHost {
  plan: HostPlan;
  /** Undefined when it did not start. */
  starting: Promise<HostProcess | undefined>;
  abort: AbortController;
  timer: NodeJS.Timeout;
}

/**
 * The last good version, started beside a version that has ended more than once: when that one ends once more, the way
 * back is a matter of moments and not of another start.
 */
export class Standby {
  #host: StandbyHost | undefined;

  constructor(private readonly context: SlotContext) {}

  /** Starts a host of the plan, unless one is there already. */
  prepare(plan: HostPlan): void {
    if (this.#host) return;
    const abort = new AbortController();
    const { signal } = abort;
    // One that does not start is as good as none: it is started again when it is needed, and then the failure counts.
    const starting = this.context.starter
      .start(plan, { signal })
      .catch(() => undefined);
    const timer = setTimeout(() => void this.drop(), LIFETIME_MS);
    this.#host = { plan, starting, abort, timer };
  }

  /** Hands the host of the plan over, once it has started; undefined when there is none. */
  async take(plan: HostPlan): Promise<HostProcess | undefined> {
    const host = this.#host;
    if (!host || host.plan !== plan) return undefined;
    this.#host = undefined;
    clearTimeout(host.timer);
    const process = await host.starting;
    if (!process || process.alive) return process;
    await this.context.onEnded(process);
    return undefined;
  }

  /** Ends it: nobody needs it any more. */
  async drop(): Promise<void> {
    const host = this.#host;
    if (!host) return;
    this.#host = undefined;
    clearTimeout(host.timer);
    host.abort.abort();
    const process = await host.starting;
    if (process) await this.#end(process);
  }

  async #end(process: HostProcess): Promise<void> {
    try {
      await process.kill();
      await this.context.onEnded(process);
    } catch (error) {
      this.context.log.warn('A standby could not be removed', {
        hostId: process.record.hostId,
        cause: (error as Error).message,
      });
    }
  }
}
