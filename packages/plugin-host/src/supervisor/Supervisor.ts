import type {
  DesiredState,
  FailureReason,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { adoptHosts } from './Adoption';
import type { ArtifactStore } from './ArtifactStore';
import { changesOf, rejectedIn, type SlotChange } from './changes';
import {
  Convergence,
  type ConvergenceFailure,
  type ConvergenceOptions,
} from './Convergence';
import { DriftAudit } from './DriftAudit';
import { failpoint } from './failpoint';
import type { Front, FrontHealth } from './front/Front';
import type { HostLedger } from './HostLedger';
import type { HostStarter } from './HostStarter';
import type { HostYard } from './HostYard';
import type { ResourceLimits } from './limits/ResourceLimits';
import type { PluginSlot } from './PluginSlot';
import { Probation } from './Probation';
import { replicaHostsOf } from './replicaStatus';
import { RetryTimer } from './RetryTimer';
import { RolloutReport } from './RolloutReport';
import { SlotRegistry } from './SlotRegistry';
import type { StateFile } from './StateFile';
import type { SupervisorLog } from './SupervisorLog';

/** @see Supervisor */
export interface SupervisorOptions {
  address: string;
  backstageRelease: string;
  stateFile: StateFile;
  artifacts: ArtifactStore;
  artifactBudgetBytes: number;
  /** How often the files of running hosts are looked at. */
  auditIntervalMs: number;
  yard: HostYard;
  limits: ResourceLimits;
  ledger: HostLedger;
  starter: HostStarter;
  front: Front;
  log: SupervisorLog;
}

/** Makes what runs on this replica what the control plane wants, and keeps it so. */
export class Supervisor {
  readonly #slots: SlotRegistry;
  readonly #report: RolloutReport;
  readonly #audit: DriftAudit;
  readonly #retry = new RetryTimer(() => this.#enqueue());
  #desired: DesiredState | undefined;
  #probation: Probation | undefined;
  #current = new AbortController();
  #queue: Promise<void> = Promise.resolve();
  #converged = false;
  #changed: () => void = () => undefined;

  constructor(private readonly options: SupervisorOptions) {
    const { stateFile, front, starter, ledger, artifacts, log } = options;
    this.#report = new RolloutReport(log, () => this.#changed());
    this.#slots = new SlotRegistry(stateFile.state, front, {
      starter,
      save: () => stateFile.keep(),
      changed: () => this.#changed(),
      onEnded: host => ledger.ended(host.record.hostId),
      onLost: (slot, reason, logs) => this.#onLost(slot, reason, logs),
      onFellBack: (_slot, reason, logs) =>
        this.#report.set(this.#desired, 'rolledBack', { reason, logs }),
      inProbation: slot => this.#probation?.covers(slot) ?? false,
      rolloutId: () => this.#desired?.rolloutId,
    });
    this.#audit = new DriftAudit({
      artifacts,
      slots: () => this.#slots.values(),
      onDrift: slot => this.#refresh(slot),
      log,
      intervalMs: options.auditIntervalMs,
    });
  }

  /** Calls back whenever something that is reported has changed. */
  onChanged(listener: () => void): void {
    this.#changed = listener;
  }

  /** Adopts what runs already, and brings back what does not. Needs no control plane. */
  restore(): void {
    const { stateFile, yard, limits } = this.options;
    adoptHosts(stateFile.state, yard, this.#slots, limits);
    stateFile.keep();
    const warm = this.#slots.values().filter(slot => slot.warm);
    if (warm.length) this.#beginProbation(new Set(warm), this.#generation);
    for (const slot of this.#slots.values()) slot.ensure();
    this.#audit.start();
  }

  /** A new desired state: what is under way for an older one is given up. */
  setDesired(desired: DesiredState): void {
    failpoint('supervisor.desired.received');
    this.#desired = desired;
    this.#retry.reset();
    this.#enqueue();
  }

  status(): ReplicaStatus {
    return {
      address: this.options.address,
      backstageRelease: this.options.backstageRelease,
      revision: this.#desired?.revision ?? '',
      generation: this.#generation,
      rollout: this.#report.current(this.#slots.settled),
      hosts: this.#slots.values().flatMap(replicaHostsOf),
    };
  }

  health(): FrontHealth {
    const slots = this.#slots.values();
    return {
      ready: this.#slots.settled && (this.#converged || slots.length > 0),
      summary: {
        status: 'ok',
        generation: this.#generation,
        hosts: slots.filter(slot => slot.host).length,
      },
    };
  }

  async stop(keepHosts: boolean): Promise<void> {
    this.#retry.stop();
    this.#audit.stop();
    this.#probation?.cancel();
    this.#current.abort();
    await this.#queue;
    await Promise.all(this.#slots.values().map(slot => slot.stop(keepHosts)));
  }

  get #generation(): number {
    return this.options.stateFile.state.generation;
  }

  #enqueue(): void {
    this.#current.abort();
    const current = new AbortController();
    this.#current = current;
    this.#inTurn(() => this.#converge(current.signal));
  }

  /** One after the other; an error that nobody expected must not stop those that follow. */
  #inTurn(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((error: Error) => {
      this.options.log.warn('An attempt failed; it is made again', {
        cause: error.stack ?? error.message,
      });
      this.#retry.schedule();
    });
  }

  async #converge(signal: AbortSignal): Promise<void> {
    const desired = this.#desired;
    if (!desired || signal.aborted) return;
    const changes = changesOf(desired, this.#slots);
    this.#slots.updatePolicies(desired);
    let failure: ConvergenceFailure | undefined;
    for (const group of this.#groupsOf(desired, changes)) {
      failure = (await this.#convergeGroup(desired, group, signal)) ?? failure;
    }
    if (!signal.aborted) this.#settle(desired, failure);
  }

  /**
   * A rollout is switched whole or not at all. Without one (a replica that was away catches up) plugins do not wait for
   * each other, and those that have no host yet are simply brought up and kept up.
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
    const slots = new Set(changes.map(change => change.slot));
    this.#probation?.pass(slots);
    const failure = await this.#convergence(signal, {
      onProgress: state => this.#report.set(desired, state),
      // A switch that cannot be put on record is not made.
      beforeSwitch: () => this.options.stateFile.save(),
      onSwitch: () => this.#onSwitch(desired, slots),
    }).run(changes);
    if (failure) for (const slot of slots) slot.commit();
    return failure;
  }

  #convergence(
    signal: AbortSignal,
    callbacks: Pick<
      ConvergenceOptions,
      'onProgress' | 'beforeSwitch' | 'onSwitch'
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
    const { stateFile } = this.options;
    this.#beginProbation(slots, stateFile.state.generation);
    stateFile.state.generation = desired.generation;
    stateFile.keep();
    failpoint('supervisor.switch.saved');
  }

  #settle(
    desired: DesiredState,
    failure: ConvergenceFailure | undefined,
  ): void {
    this.#converged = true;
    this.#slots.forgetGone(desired);
    if (failure) this.#onFailure(desired, failure);
    else this.#onSuccess(desired);
    const { artifacts, artifactBudgetBytes, stateFile } = this.options;
    artifacts.collect(this.#slots.digestsOf(desired), artifactBudgetBytes);
    stateFile.keep();
    failpoint('supervisor.rollout.settled');
  }

  #onFailure(desired: DesiredState, failure: ConvergenceFailure): void {
    // Within a rollout the control plane decides what is wanted next. Without one the others serve this generation, and this
    // replica has to get there by itself: its trouble alone is no reason to take the generation back everywhere.
    const { rolloutId } = desired;
    this.#report.set(desired, rolloutId ? 'failed' : 'starting', failure);
    if (!rolloutId) this.#retry.schedule();
  }

  #onSuccess(desired: DesiredState): void {
    const givenUp = rejectedIn(desired, this.#slots);
    if (givenUp) {
      this.#report.set(desired, 'rolledBack', givenUp);
      return;
    }
    this.options.stateFile.state.generation = desired.generation;
    this.#report.set(desired, 'serving');
  }

  /** Replaces a host by one of the same version, the way an upgrade does. */
  #refresh(slot: PluginSlot): void {
    const { signal } = this.#current;
    const { host } = slot;
    this.#inTurn(async () => {
      const { plan } = slot.state;
      const stale = !host || slot.host !== host;
      if (!plan || stale || this.#probation?.covers(slot)) return;
      await this.#convergence(signal, {
        onProgress: () => undefined,
        beforeSwitch: () => undefined,
        onSwitch: () => this.options.stateFile.keep(),
      }).run([{ slot, plan }]);
      failpoint('supervisor.drift.switched');
      slot.commit();
      this.options.stateFile.keep();
    });
  }

  #beginProbation(
    slots: ReadonlySet<PluginSlot>,
    fromGeneration: number,
  ): void {
    const probation = new Probation(slots, {
      fromGeneration,
      onPassed: () => {
        if (this.#probation === probation) this.#probation = undefined;
        this.options.stateFile.keep();
        failpoint('supervisor.probation.ended');
      },
    });
    this.#probation = probation;
  }

  #onLost(slot: PluginSlot, reason: FailureReason, logs: string[]): boolean {
    this.options.log.warn('A host was lost', { reason });
    failpoint('supervisor.host.lost');
    const probation = this.#probation;
    if (!probation?.covers(slot)) return false;
    this.#probation = undefined;
    const { stateFile } = this.options;
    probation.undo(reason, () => {
      stateFile.state.generation = probation.fromGeneration;
      stateFile.keep();
      failpoint('supervisor.undo.saved');
    });
    failpoint('supervisor.undo.done');
    this.#report.set(this.#desired, 'rolledBack', { reason, logs });
    return true;
  }
}
