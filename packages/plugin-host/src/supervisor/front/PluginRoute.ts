import type { HostTarget } from './HostTarget';

/** Where requests for one plugin go. Requests that come while its host is being replaced wait for a moment. */
export class PluginRoute {
  #target: HostTarget | undefined;
  #recovering: boolean;
  readonly #waiting = new Set<() => void>();

  constructor(recovering: boolean) {
    this.#recovering = recovering;
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
    const deadline = Date.now() + holdMs;
    for (;;) {
      if (this.#target && this.#target !== except) return this.#target;
      const left = deadline - Date.now();
      const hopeless = !this.#target && !this.#recovering;
      if (left <= 0 || hopeless) return undefined;
      await this.#change(left);
    }
  }

  #change(timeoutMs: number): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
