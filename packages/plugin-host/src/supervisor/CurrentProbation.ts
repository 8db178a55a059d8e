import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import { failpoint } from './failpoint';
import type { PluginSlot } from './PluginSlot';
import { Probation } from './Probation';
import type { StateFile } from './StateFile';

/** The probation that is going on, if any: there is at most one, that of the newest switch. */
export class CurrentProbation {
  #probation: Probation | undefined;

  constructor(
    private readonly stateFile: StateFile,
    /** The new hosts stay: nothing of what they replaced is needed any more. */
    private readonly onPassed: () => void,
  ) {}

  begin(slots: ReadonlySet<PluginSlot>, fromGeneration: number): void {
    const probation = new Probation(slots, {
      fromGeneration,
      onPassed: () => {
        if (this.#probation === probation) this.#probation = undefined;
        this.onPassed();
        this.stateFile.keep();
        failpoint('supervisor.probation.ended');
      },
    });
    this.#probation = probation;
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
    if (!probation?.covers(slot)) return false;
    this.#probation = undefined;
    probation.undo(reason, () => {
      this.stateFile.state.generation = probation.fromGeneration;
      this.stateFile.keep();
      failpoint('supervisor.undo.saved');
    });
    failpoint('supervisor.undo.done');
    return true;
  }

  cancel(): void {
    this.#probation?.cancel();
  }
}
