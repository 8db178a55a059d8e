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
  #looking = false;
  #repairing = false;
  readonly #refreshing = new Set<PluginSlot>();
  readonly #stop = new AbortController();

  constructor(
    private readonly options: {
      artifacts: ArtifactStore;
      slots: () => readonly PluginSlot[];
      /** The host has to be replaced by one with a fresh layout. */
      onDrift: (slot: PluginSlot) => Promise<void>;
      log: SupervisorLog;
      intervalMs: number;
    },
  ) {}

  start(): void {
    this.#timer = setInterval(() => {
      void this.#lookAtHosts();
      void this.#repairAll();
    }, this.options.intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stop.abort();
  }

  async #lookAtHosts(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (const slot of this.options.slots()) await this.#look(slot);
    } finally {
      this.#looking = false;
    }
  }

  /** Apart from the look at hosts: what cannot be fetched while the control plane is away keeps none of them waiting. */
  async #repairAll(): Promise<void> {
    if (this.#repairing) return;
    this.#repairing = true;
    try {
      for (const slot of this.options.slots())
        await this.#repairArtifacts(slot);
    } finally {
      this.#repairing = false;
    }
  }

  async #look(slot: PluginSlot): Promise<void> {
    const { host } = slot;
    if (!host || this.#refreshing.has(slot)) return;
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
      void this.#refresh(slot);
    }
  }

  /** Only what can be started is to be replaced: others wait behind it. Of a host in need of it one is under way. */
  async #refresh(slot: PluginSlot): Promise<void> {
    this.#refreshing.add(slot);
    try {
      const isWhole = await this.#repairArtifacts(slot);
      if (isWhole) await this.options.onDrift(slot);
    } finally {
      this.#refreshing.delete(slot);
    }
  }

  /**
   * Fetches what was changed: a host that ends must find it whole. Hosts that run do not depend on it.
   *
   * @returns whether all of it is whole
   */
  async #repairArtifacts({ state, pluginId }: PluginSlot): Promise<boolean> {
    const { artifacts, log } = this.options;
    try {
      for (const wanted of state.plan?.host.packages ?? []) {
        await artifacts.verified(wanted, this.#stop.signal);
      }
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      log.warn('An artifact could not be repaired; it is tried again', {
        pluginId,
        cause: (error as Error).message,
      });
      return false;
    }
  }

  async #verify({ plan, process }: ServingHost): Promise<void> {
    for (const [index, wanted] of plan.host.packages.entries()) {
      const directory = packageDirectory(process.record, index);
      await this.options.artifacts.verifyCopy(wanted, directory);
    }
  }
}
