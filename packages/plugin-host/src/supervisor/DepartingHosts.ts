import type { ServingHost } from './ServingHost';
import type { SlotContext } from './SlotContext';

/** Hosts of one plugin that were taken out of service. Each ends, and nothing of it stays behind. */
export class DepartingHosts {
  readonly #draining = new Set<ServingHost>();

  constructor(private readonly context: SlotContext) {}

  /** Those that still finish what is under way to them. */
  get draining(): ServingHost[] {
    return [...this.#draining];
  }

  /** Ends once its requests are done. */
  retire(host: ServingHost | undefined): void {
    if (!host) return;
    this.#draining.add(host);
    void this.#end(host, () => host.retire()).then(() => {
      this.#draining.delete(host);
      this.context.changed();
    });
  }

  /** Ends at once. */
  kill(host: ServingHost): void {
    void this.#end(host, () => host.kill());
  }

  /** Ends once it has done what it does when it is asked to. */
  async terminate(host: ServingHost): Promise<void> {
    await this.#end(host, () => host.process.terminate());
  }

  /** What stays behind of one host is no reason to end the others: the next start sweeps it up. */
  async #end(host: ServingHost, end: () => Promise<void>): Promise<void> {
    try {
      await end();
      await this.context.onEnded(host.process);
    } catch (error) {
      this.context.log.warn('A host could not be removed', {
        hostId: host.hostId,
        cause: (error as Error).message,
      });
    }
  }
}
