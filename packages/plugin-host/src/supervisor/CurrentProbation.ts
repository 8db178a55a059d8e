import type {
  DesiredState,
  FailureReason,
  HostPolicy,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { failpoint } from './failpoint';
import type { PluginSlot } from './PluginSlot';
import { Probation } from './Probation';
import type { ProbationRecord } from './ProbationRecord';
import type { SlotRegistry } from './SlotRegistry';
import type { StateFile } from './StateFile';

/** The probation that is going on, if any: there is at most one, that of the newest switch. It is on record. */
export class CurrentProbation {
  #probation: Probation | undefined;

  constructor(
    private readonly stateFile: StateFile,
    private readonly options: {
      /** The new hosts stay: nothing of what they replaced is needed any more. */
      onPassed: () => void;
      now: () => number;
    },
  ) {}

  /** What is known of it. */
  get record(): ProbationRecord | undefined {
    return this.stateFile.state.probation;
  }

  /** Begins with a switch, whose state is not saved yet. */
  begin(slots: ReadonlySet<PluginSlot>, desired: DesiredState): void {
    const { state } = this.stateFile;
    const durationMs = longest(slots, policy => policy.probationMs);
    state.probation = {
      pluginIds: [...slots].map(({ pluginId }) => pluginId),
      fromGeneration: state.generation,
      generation: desired.generation,
      rolloutId: desired.rolloutId,
      endsAt: new Date(this.options.now() + durationMs).toISOString(),
    };
    this.#watch(slots, durationMs);
  }

  /** Takes up what an earlier supervisor has begun; what is kept warm for nothing ends. */
  resume(registry: SlotRegistry): void {
    const { record } = this;
    const slots = new Set(
      record?.pluginIds.flatMap(id => registry.find(id) ?? []),
    );
    if (record && slots.size) this.#watch(slots, this.#left(slots, record));
    for (const slot of registry.values()) {
      if (!this.covers(slot)) slot.commit();
    }
  }

  covers(slot: PluginSlot): boolean {
    return this.#probation?.covers(slot) ?? false;
  }

  /** Ends it early: something newer comes. */
  pass(reusable: ReadonlySet<PluginSlot>): void {
    this.#probation?.pass(reusable);
  }

  /** Takes the whole generation back when the slot is on probation. Returns whether it was. */
  undo(slot: PluginSlot, reason: FailureReason): boolean {
    const probation = this.#probation;
    const { record } = this;
    if (!record || !probation?.covers(slot)) return false;
    this.#probation = undefined;
    probation.undo(reason, () => {
      const { state } = this.stateFile;
      state.generation = record.fromGeneration;
      state.probation = undefined;
      this.stateFile.keep();
      failpoint('supervisor.undo.saved');
    });
    failpoint('supervisor.undo.done');
    return true;
  }

  /** Nobody waits for its end here any more; the next supervisor takes it up. */
  cancel(): void {
    this.#probation?.cancel();
  }

  #watch(slots: ReadonlySet<PluginSlot>, durationMs: number): void {
    const probation = new Probation(slots, {
      durationMs,
      onPassed: () => {
        if (this.#probation === probation) this.#probation = undefined;
        this.stateFile.state.probation = undefined;
        this.options.onPassed();
        this.stateFile.keep();
        failpoint('supervisor.probation.ended');
      },
    });
    this.#probation = probation;
  }

  /**
   * Time in which nobody watched proves nothing: what is left is enough to see a host hang. A clock that was set back
   * makes it no longer than a whole one.
   */
  #left(slots: ReadonlySet<PluginSlot>, { endsAt }: ProbationRecord): number {
    const whole = longest(slots, policy => policy.probationMs);
    const look = longest(slots, policy => 2 * policy.heartbeatTimeoutMs);
    const left = Date.parse(endsAt) - this.options.now();
    return Math.min(whole, Math.max(left, look));
  }
}

function longest(
  slots: ReadonlySet<PluginSlot>,
  time: (policy: HostPolicy) => number,
): number {
  const plans = [...slots].map(({ state }) => state.plan ?? state.previous);
  return Math.max(0, ...plans.map(plan => (plan ? time(plan.policy) : 0)));
}
