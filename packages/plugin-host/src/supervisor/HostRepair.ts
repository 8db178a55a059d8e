import { setTimeout as sleep } from 'node:timers/promises';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import { toFailureReason } from '../protocol/failureReason';
import { CrashCounter } from './CrashCounter';
import { failpoint } from './failpoint';
import type { HostProcess } from './HostProcess';
import { HostStartError } from './HostStarter';
import type { PluginSlot } from './PluginSlot';
import type { SlotContext } from './SlotContext';
import { Standby } from './Standby';
import type { HostPlan } from './SupervisorState';

/** Longer waits are not worth holding requests for. */
const HOLDING_DELAY_MS = 4_000;

/**
 * Brings the host of a slot back after its death. After three deaths in a minute it goes back to the last good version
 * and stays there: which version serves never changes twice because of crashes.
 */
export class HostRepair {
  readonly #crashes = new CrashCounter();
  readonly #standby: Standby;
  #running: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();
  /** The version that was given up; only taken up again when the older one does not even start. */
  #displaced: HostPlan | undefined;

  constructor(
    private readonly slot: PluginSlot,
    private readonly context: SlotContext,
  ) {
    this.#standby = new Standby(context);
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** True while the next start is far enough away to call the plugin failed. */
  get waiting(): boolean {
    return this.#crashes.delayMs > HOLDING_DELAY_MS;
  }

  died(): void {
    this.#crashes.died();
  }

  begin(): void {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    this.#ended = this.#run(running.signal).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
  }

  /** Someone else decides what serves now. */
  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#displaced = undefined;
    this.#crashes.reset();
    void this.#standby.drop();
  }

  /** Waits until no host that it has started is left over. */
  async stop(): Promise<void> {
    const dropped = this.#standby.drop();
    this.cancel();
    await Promise.all([dropped, this.#ended]);
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.slot.state.plan && !this.slot.host) {
      const fellBack = this.#fallBackWhenLooping();
      this.#prepareForLoop();
      const delayMs = fellBack ? 0 : this.#crashes.delayMs;
      this.slot.route.clear(delayMs <= HOLDING_DELAY_MS);
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#attempt(signal);
    }
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    const { plan } = this.slot.state;
    if (!plan) return;
    try {
      this.slot.route.clear(true);
      const host =
        (await this.#standby.take(plan)) ??
        (await this.context.starter.start(plan, { signal }));
      if (signal.aborted) await this.#discard(host);
      else this.#install(host);
    } catch (error) {
      if (!signal.aborted) this.#onFailedStart(error);
    }
  }

  #install(host: HostProcess): void {
    failpoint('supervisor.repair.passed');
    this.slot.install(host);
    // The version that serves has shown that it starts: the one before it was to blame, for good.
    this.#displaced = undefined;
    failpoint('supervisor.repair.saved');
  }

  async #discard(host: HostProcess): Promise<void> {
    await host.kill();
    await this.context.onEnded(host);
  }

  #onFailedStart(error: unknown): void {
    const cause = error instanceof HostStartError ? error.reason : error;
    const logs = error instanceof HostStartError ? error.logs : [];
    const { pluginId } = this.slot;
    const reason = toFailureReason(cause, 'HOST_START_FAILED', pluginId);
    this.slot.trouble = { reason, logs };
    this.#crashes.died();
    this.#returnWhenOlderFailsToo();
    this.context.changed();
  }

  #prepareForLoop(): void {
    const { previous } = this.slot.state;
    if (previous && this.#crashes.nearLoop) this.#standby.prepare(previous);
  }

  /** Returns whether another version is wanted now. */
  #fallBackWhenLooping(): boolean {
    const { state } = this.slot;
    const { plan, previous } = state;
    if (!this.#crashes.looping || !plan || !previous) return false;
    const { pluginId, trouble } = this.slot;
    const { logs = [] } = trouble ?? {};
    const reason = crashLoop(pluginId, trouble?.reason.message);
    this.slot.reject(reason);
    this.#displaced = plan;
    state.plan = previous;
    state.previous = undefined;
    this.#crashes.startOver();
    this.context.save();
    failpoint('supervisor.fallBack.saved');
    this.slot.trouble = { reason, logs };
    this.context.onFellBack(this.slot, reason, logs);
    return true;
  }

  /** When neither version starts, the version is not to blame (a database is away): the wanted one stays wanted. */
  #returnWhenOlderFailsToo(): void {
    if (!this.#displaced) return;
    const { state } = this.slot;
    state.previous = state.plan;
    state.plan = this.#displaced;
    state.rejected = undefined;
    this.#displaced = undefined;
    this.#crashes.startOver();
    this.context.save();
  }
}

function crashLoop(pluginId: string, cause = 'its host ended'): FailureReason {
  return {
    code: 'HOST_CRASH_LOOP',
    message: `${pluginId} ended three times within a minute and serves its previous version again: ${cause}`,
    pluginId,
  };
}
