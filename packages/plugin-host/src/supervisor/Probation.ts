import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { PluginSlot } from './PluginSlot';

/**
 * The time after a switch in which the replaced hosts stay warm. One plugin in trouble takes all of its generation
 * back: a generation serves whole or not at all.
 */
export class Probation {
  readonly #timer: NodeJS.Timeout;
  #over = false;

  constructor(
    private readonly slots: ReadonlySet<PluginSlot>,
    private readonly options: {
      /** How long it lasts from now on. */
      durationMs: number;
      /** Called once, when it ends without trouble. */
      onPassed: () => void;
    },
  ) {
    this.#timer = setTimeout(() => this.pass(), options.durationMs);
  }

  covers(slot: PluginSlot): boolean {
    return !this.#over && this.slots.has(slot);
  }

  /** The new hosts stay. Warm hosts are kept only where the next change can use them again. */
  pass(reusable: ReadonlySet<PluginSlot> = new Set()): void {
    if (this.#over) return;
    this.cancel();
    for (const slot of this.slots) {
      if (!reusable.has(slot)) slot.commit();
    }
    this.options.onPassed();
  }

  /** The old hosts serve again. */
  undo(reason: FailureReason, save: () => void): void {
    this.cancel();
    for (const slot of this.slots) slot.prepareUndo(reason);
    save();
    for (const slot of this.slots) slot.applyRoute();
  }

  /** Nobody waits for its end any more. */
  cancel(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}
