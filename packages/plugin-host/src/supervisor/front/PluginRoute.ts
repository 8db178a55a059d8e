import { EventEmitter, once } from 'node:events';
import { MAX_REQUESTS_IN_FLIGHT } from '@sceneshift/backstage-platform-common';
import { monotonicMs } from '../../protocol/monotonicMs';
import type { HostTarget } from './HostTarget';

/** Where requests for one plugin go. Requests that come while its host is being replaced wait for a moment. */
export class PluginRoute {
  #target: HostTarget | undefined;
  #recovering: boolean;
  // One listener per waiting request: any number is fine.
  readonly #events = new EventEmitter().setMaxListeners(0);

  constructor(
    recovering: boolean,
    private readonly limit: () => number | undefined,
  ) {
    this.#recovering = recovering;
  }

  /** So many requests may wait here or be under way to its hosts, all of them together. */
  get maxInFlight(): number {
    return this.limit() ?? MAX_REQUESTS_IN_FLIGHT;
  }

  get target(): HostTarget | undefined {
    return this.#target;
  }

  /** From now on requests go to this host. */
  serve(target: HostTarget): void {
    this.#target = target;
    this.#recovering = false;
    this.#wake();
  }

  /** No host: requests wait when one is on its way, and are refused otherwise. */
  clear(recovering: boolean): void {
    this.#target = undefined;
    this.#recovering = recovering;
    if (!recovering) this.#wake();
  }

  /** The host to use, other than the one that just failed; waits at most `holdMs` for it. */
  async acquire(
    holdMs: number,
    except?: HostTarget,
  ): Promise<HostTarget | undefined> {
    const deadline = monotonicMs() + holdMs;
    for (;;) {
      if (this.#target && this.#target !== except) return this.#target;
      const left = deadline - monotonicMs();
      const hopeless = !this.#target && !this.#recovering;
      if (left <= 0 || hopeless) return undefined;
      await this.#change(left);
    }
  }

  async #change(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    await once(this.#events, 'change', { signal }).catch(() => undefined);
  }

  #wake(): void {
    this.#events.emit('change');
  }
}
