import type { DesiredState } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ArtifactStore } from './ArtifactStore';
import { changesOf, rejectedIn, type SlotChange } from './changes';
import {
  Convergence,
  type ConvergenceFailure,
  type ConvergenceOptions,
} from './Convergence';
import type { CurrentProbation } from './CurrentProbation';
import { failpoint } from './failpoint';
import type { HostLedger } from './HostLedger';
import type { HostStarter } from './HostStarter';
import type { PluginSlot } from './PluginSlot';
import { RetryTimer } from './RetryTimer';
import type { RolloutReport } from './RolloutReport';
import type { SlotRegistry } from './SlotRegistry';
import type { StateFile } from './StateFile';
import type { SupervisorLog } from './SupervisorLog';
import { TaskQueue } from './TaskQueue';

/** @see Reconciler */
export interface ReconcilerOptions {
  stateFile: StateFile;
  artifacts: ArtifactStore;
  artifactBudgetBytes: number;
  starter: HostStarter;
  ledger: HostLedger;
  slots: SlotRegistry;
  probation: CurrentProbation;
  report: RolloutReport;
  log: SupervisorLog;
}

/** Makes what runs here what is desired, one attempt after the other, until it is or something newer is desired. */
export class Reconciler {
  readonly #queue = new TaskQueue(error => this.#onUnexpected(error));
  readonly #retry = new RetryTimer(() => this.#enqueue());
  #desired: DesiredState | undefined;
  #converged = false;

  constructor(private readonly options: ReconcilerOptions) {}

  get desired(): DesiredState | undefined {
    return this.#desired;
  }

  /** An attempt has come to its end since the start, whatever the end was. */
  get converged(): boolean {
    return this.#converged;
  }

  /** A new desired state: what is under way for an older one is given up. */
  setDesired(desired: DesiredState): void {
    this.#desired = desired;
    this.#retry.reset();
    this.#enqueue();
  }

  /** Forgets plugins that were removed, once nothing can bring them back. */
  forgetGone(): void {
    if (this.#desired) this.options.slots.forgetGone(this.#desired);
  }

  /** Replaces a host by one of the same version, the way an upgrade does; resolves when that has come to its end. */
  refresh(slot: PluginSlot): Promise<void> {
    const { host } = slot;
    return new Promise(resolve => {
      this.#queue.append(signal =>
        this.#refresh(slot, host, signal).finally(resolve),
      );
    });
  }

  async stop(): Promise<void> {
    this.#retry.stop();
    await this.#queue.stop();
  }

  async #refresh(
    slot: PluginSlot,
    host: PluginSlot['host'],
    signal: AbortSignal,
  ): Promise<void> {
    const { plan } = slot.state;
    const stale = !host || slot.host !== host;
    if (!plan || stale || this.options.probation.covers(slot)) return;
    const failure = await this.#convergence(signal, {
      onTrial: false,
      onProgress: () => undefined,
      beforeSwitch: () => undefined,
      onSwitch: () => this.options.stateFile.keep(),
    }).run([{ slot, plan }]);
    failpoint('supervisor.drift.switched');
    if (failure) this.#logFailedRefresh(failure);
    slot.commit();
    this.options.stateFile.keep();
  }

  #enqueue(): void {
    this.#queue.supersede(signal => this.#converge(signal));
  }

  #onUnexpected(error: Error): void {
    this.options.log.warn('An attempt failed; it is made again', {
      cause: error.stack ?? error.message,
    });
    this.#retry.schedule();
  }

  /** The audit finds the same again, and tries again. */
  #logFailedRefresh({ reason }: ConvergenceFailure): void {
    this.options.log.warn('A host could not be replaced by a fresh one', {
      reason,
    });
  }

  async #converge(signal: AbortSignal): Promise<void> {
    const desired = this.#desired;
    if (!desired || signal.aborted) return;
    const { slots } = this.options;
    // A generation that was given up in its rollout is given up whole.
    const isGivenUp = desired.rolloutId && rejectedIn(desired, slots);
    const changes = isGivenUp ? [] : changesOf(desired, slots);
    slots.updatePolicies(desired);
    const groups = this.#groupsOf(desired, changes);
    if (groups.length) this.options.probation.pass(slotsOf(groups.flat()));
    const failures = await allEnded(
      groups.map(group => this.#convergeGroup(desired, group, signal)),
    );
    if (!signal.aborted) this.#settle(desired, failures.find(Boolean));
  }

  /**
   * A rollout is switched whole or not at all. Without one (a replica that was away catches up) plugins do not wait for
   * each other but for a free place to start, and those that have no host yet are simply brought up and kept up.
   */
  #groupsOf(desired: DesiredState, changes: SlotChange[]): SlotChange[][] {
    if (desired.rolloutId) return changes.length ? [changes] : [];
    const groups: SlotChange[][] = [];
    for (const change of changes) {
      const { slot, plan } = change;
      if (plan && !slot.host) slot.bringUp(plan);
      else groups.push([change]);
    }
    this.options.stateFile.keep();
    return groups;
  }

  async #convergeGroup(
    desired: DesiredState,
    changes: SlotChange[],
    signal: AbortSignal,
  ): Promise<ConvergenceFailure | undefined> {
    const slots = slotsOf(changes);
    const { probation, report, stateFile } = this.options;
    const failure = await this.#convergence(signal, {
      onTrial: desired.rolloutId !== undefined,
      onProgress: state => report.set(desired, state),
      beforeSwitch: () => {
        // That of a group which has switched meanwhile: there is one at a time.
        probation.pass(slots);
        // A switch that cannot be put on record is not made.
        stateFile.save();
      },
      onSwitch: () => this.#onSwitch(desired, slots),
    }).run(changes);
    if (failure) for (const slot of slots) slot.commit();
    return failure;
  }

  #convergence(
    signal: AbortSignal,
    callbacks: Pick<
      ConvergenceOptions,
      'onTrial' | 'onProgress' | 'beforeSwitch' | 'onSwitch'
    >,
  ): Convergence {
    const { artifacts, starter, ledger } = this.options;
    return new Convergence({
      artifacts,
      starter,
      ledger,
      signal,
      ...callbacks,
    });
  }

  #onSwitch(desired: DesiredState, slots: ReadonlySet<PluginSlot>): void {
    const { stateFile, probation } = this.options;
    probation.begin(slots, desired);
    stateFile.state.generation = desired.generation;
    stateFile.keep();
    failpoint('supervisor.switch.saved');
  }

  #settle(
    desired: DesiredState,
    failure: ConvergenceFailure | undefined,
  ): void {
    const { slots, artifacts, artifactBudgetBytes, stateFile } = this.options;
    this.#converged = true;
    this.forgetGone();
    if (failure) this.#onFailure(desired, failure);
    else this.#onSuccess(desired);
    artifacts.collect(slots.digestsOf(desired), artifactBudgetBytes);
    stateFile.keep();
    failpoint('supervisor.rollout.settled');
  }

  #onFailure(desired: DesiredState, failure: ConvergenceFailure): void {
    // Within a rollout the control plane decides what is wanted next. Without one the others serve this generation, and this
    // replica has to get there by itself: its trouble alone is no reason to take the generation back everywhere.
    const { rolloutId } = desired;
    const state = rolloutId ? 'failed' : 'starting';
    this.options.report.set(desired, state, failure);
    if (!rolloutId) this.#retry.schedule();
  }

  #onSuccess(desired: DesiredState): void {
    const { report, slots, stateFile } = this.options;
    const givenUp = rejectedIn(desired, slots);
    if (givenUp) {
      report.set(desired, 'rolledBack', givenUp);
      return;
    }
    stateFile.state.generation = desired.generation;
    report.set(desired, 'serving');
  }
}

function slotsOf(changes: SlotChange[]): ReadonlySet<PluginSlot> {
  return new Set(changes.map(({ slot }) => slot));
}

/** As `Promise.all`, but not before all have ended: what comes next must not meet one of them at work. */
async function allEnded<T>(tasks: Array<Promise<T>>): Promise<T[]> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}
