import type { ArtifactStore } from './ArtifactStore';
import { failpoint } from './failpoint';
import { packageDirectory } from './HostYard';
import type { PluginSlot } from './PluginSlot';
import type { ServingHost } from './ServingHost';
import type { SupervisorLog } from './SupervisorLog';

/**
 * Looks from time to time whether the files of running hosts, and the artifacts that they would be started from again, are still
 * those that were verified.
 */
export class DriftAudit {
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  readonly #stop = new AbortController();

  constructor(
    private readonly options: {
      artifacts: ArtifactStore;
      slots: () => readonly PluginSlot[];
      /** The host has to be replaced by one with a fresh layout. */
      onDrift: (slot: PluginSlot) => void;
      log: SupervisorLog;
      intervalMs: number;
    },
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.#run(), this.options.intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (const slot of this.options.slots()) {
        await this.#look(slot);
        await this.#repairArtifacts(slot);
      }
    } finally {
      this.#running = false;
    }
  }

  async #look(slot: PluginSlot): Promise<void> {
    const { host } = slot;
    if (!host) return;
    try {
      await this.#verify(host);
    } catch (error) {
      // One that was replaced meanwhile took its directory with it.
      if (slot.host !== host) return;
      this.options.log.warn('The files of a host were changed on disk', {
        pluginId: slot.pluginId,
        cause: (error as Error).message,
      });
      failpoint('supervisor.drift.found');
      this.options.onDrift(slot);
    }
  }

  /** Fetches what was changed: a host that ends must find it whole. Hosts that run do not depend on it. */
  async #repairArtifacts({ state, pluginId }: PluginSlot): Promise<void> {
    const { artifacts, log } = this.options;
    try {
      for (const wanted of state.plan?.host.packages ?? []) {
        await artifacts.verified(wanted, this.#stop.signal);
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      log.warn('An artifact could not be repaired; it is tried again', {
        pluginId,
        cause: (error as Error).message,
      });
    }
  }

  async #verify({ plan, process }: ServingHost): Promise<void> {
    for (const [index, wanted] of plan.host.packages.entries()) {
      const directory = packageDirectory(process.record, index);
      await this.options.artifacts.verifyCopy(wanted, directory);
    }
  }
}
