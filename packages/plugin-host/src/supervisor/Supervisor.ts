import type {
  DesiredState,
  FailureReason,
  ReplicaRollout,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { adoptHosts } from './Adoption';
import type { ArtifactStore } from './ArtifactStore';
import {
  changesOf,
  Convergence,
  isRejected,
  type ConvergenceFailure,
  type SlotChange,
} from './Convergence';
import { failpoint } from './failpoint';
import type { Front, FrontHealth } from './front/Front';
import type { HostLedger } from './HostLedger';
import type { HostStarter } from './HostStarter';
import type { HostYard } from './HostYard';
import type { PluginSlot } from './PluginSlot';
import { Probation } from './Probation';
import { replicaHostsOf } from './replicaStatus';
import { RetryTimer } from './RetryTimer';
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
  yard: HostYard;
  ledger: HostLedger;
  starter: HostStarter;
  front: Front;
  log: SupervisorLog;
}

/** Makes what runs on this replica what the control plane wants, and keeps it so. */
export class Supervisor {
  readonly #slots: SlotRegistry;
  #desired: DesiredState | undefined;
  #rollout: ReplicaRollout | undefined;
  #probation: Probation | undefined;
  #current: AbortController | undefined;
  #queue: Promise<void> = Promise.resolve();
  #converged = false;
  #undoGeneration = 0;
  #changed: () => void = () => undefined;
  readonly #retry = new RetryTimer(() => this.#enqueue());

  constructor(private readonly options: SupervisorOptions) {
    this.#slots = new SlotRegistry(options.stateFile.state, options.front, {
      starter: options.starter,
      save: () => options.stateFile.save(),
      changed: () => this.#changed(),
      onEnded: host => options.ledger.ended(host.record.hostId),
      onLost: (slot, reason, logs) => this.#onLost(slot, reason, logs),
      onFellBack: (_slot, reason, logs) =>
        this.#report('rolledBack', { reason, logs }),
      inProbation: slot => this.#probation?.covers(slot) ?? false,
      rolloutId: () => this.#desired?.rolloutId,
    });
  }

  /** Calls back whenever something that is reported has changed. */
  onChanged(listener: () => void): void {
    this.#changed = listener;
  }

  /** Adopts what runs already, and brings back what does not. Needs no control plane. */
  restore(): void {
    const { stateFile, yard } = this.options;
    adoptHosts(stateFile.state, yard, this.#slots);
    stateFile.save();
    const warm = this.#slots.values().filter(slot => slot.warm);
    if (warm.length) this.#beginProbation(new Set(warm), this.#generation);
    for (const slot of this.#slots.values()) slot.ensure();
  }

  /** A new desired state: what is under way for an older one is given up. */
  setDesired(desired: DesiredState): void {
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
      rollout: this.#presentRollout(),
      hosts: this.#slots.values().flatMap(replicaHostsOf),
    };
  }

  health(): FrontHealth {
    const slots = this.#slots.values();
    return {
      ready: this.#settled && (this.#converged || slots.length > 0),
      summary: {
        status: 'ok',
        generation: this.#generation,
        hosts: slots.filter(slot => slot.host).length,
      },
    };
  }

  async stop(keepHosts: boolean): Promise<void> {
    this.#retry.stop();
    this.#current?.abort();
    await this.#queue;
    await Promise.all(this.#slots.values().map(slot => slot.stop(keepHosts)));
  }

  /** Every plugin serves, or has said why not. */
  get #settled(): boolean {
    return this.#slots.values().every(slot => slot.host || slot.trouble);
  }

  /** A replica that is just bringing its plugins up does not serve yet, though nothing is left to decide. */
  #presentRollout(): ReplicaRollout | undefined {
    const rollout = this.#rollout;
    return rollout?.state === 'serving' && !this.#settled
      ? { ...rollout, state: 'starting' }
      : rollout;
  }

  get #generation(): number {
    return this.options.stateFile.state.generation;
  }

  #enqueue(): void {
    this.#current?.abort();
    const current = new AbortController();
    this.#current = current;
    this.#queue = this.#queue.then(() => this.#converge(current.signal));
  }

  async #converge(signal: AbortSignal): Promise<void> {
    const desired = this.#desired;
    if (!desired || signal.aborted) return;
    const changes = changesOf(desired, this.#slots.all, id =>
      this.#slots.create(id),
    );
    this.#updatePolicies(desired);
    const groups = this.#groupsOf(desired, changes);
    let failure: ConvergenceFailure | undefined;
    for (const group of groups) {
      failure = (await this.#convergeGroup(desired, group, signal)) ?? failure;
    }
    if (signal.aborted) return;
    this.#settle(desired, failure);
  }

  /**
   * A rollout is switched whole or not at all. Without one (a replica that was away catches up) plugins do not wait for
   * each other, and those that have no host yet are simply brought up and kept up.
   */
  #groupsOf(desired: DesiredState, changes: SlotChange[]): SlotChange[][] {
    if (desired.rolloutId) return changes.length ? [changes] : [];
    const [missing, present] = partition(
      changes,
      change => change.plan !== undefined && !change.slot.host,
    );
    for (const { slot, plan } of missing) {
      slot.repair.cancel();
      slot.state.plan = plan;
      slot.applyRoute();
    }
    if (missing.length) this.options.stateFile.save();
    return present.map(change => [change]);
  }

  async #convergeGroup(
    desired: DesiredState,
    changes: SlotChange[],
    signal: AbortSignal,
  ): Promise<ConvergenceFailure | undefined> {
    const slots = new Set(changes.map(change => change.slot));
    this.#probation?.pass(slots);
    const fromGeneration = this.#generation;
    const failure = await new Convergence({
      artifacts: this.options.artifacts,
      starter: this.options.starter,
      signal,
      onProgress: state => this.#report(state),
      onSwitch: () => this.#onSwitch(desired, slots, fromGeneration),
      ledger: this.options.ledger,
    }).run(changes);
    if (failure) for (const slot of slots) slot.commit();
    return failure;
  }

  #onSwitch(
    desired: DesiredState,
    slots: ReadonlySet<PluginSlot>,
    fromGeneration: number,
  ): void {
    this.options.stateFile.state.generation = desired.generation;
    this.#beginProbation(slots, fromGeneration);
    this.options.stateFile.save();
    failpoint('supervisor.switch.saved');
  }

  #settle(
    desired: DesiredState,
    failure: ConvergenceFailure | undefined,
  ): void {
    this.#converged = true;
    this.#slots.forgetGone(new Set(desired.hosts.map(host => host.pluginId)));
    if (failure) this.#onFailure(desired, failure);
    else this.#onSuccess(desired);
    this.#collectArtifacts(desired);
    this.options.stateFile.save();
  }

  #onFailure(desired: DesiredState, failure: ConvergenceFailure): void {
    this.options.log.warn('The desired state was not brought into service', {
      generation: desired.generation,
      reason: failure.reason,
    });
    // Within a rollout the control plane decides what is wanted next. Without one the others serve this generation, and this
    // replica has to get there by itself: its trouble alone is no reason to take the generation back everywhere.
    this.#report(desired.rolloutId ? 'failed' : 'starting', failure);
    if (!desired.rolloutId) this.#retry.schedule();
  }

  #onSuccess(desired: DesiredState): void {
    const rejected = desired.hosts.flatMap(host => {
      const slot = this.#slots.all.get(host.pluginId);
      return slot && isRejected(slot, host, desired) ? [slot] : [];
    });
    const [slot] = rejected;
    if (slot?.state.rejected) {
      const { code, message } = slot.state.rejected;
      const reason = { code, message, pluginId: slot.pluginId };
      this.#report('rolledBack', { reason, logs: slot.trouble?.logs ?? [] });
      return;
    }
    this.options.stateFile.state.generation = desired.generation;
    this.#report('serving');
  }

  #updatePolicies({ policy, hosts }: DesiredState): void {
    for (const { pluginId } of hosts) {
      const plan = this.#slots.all.get(pluginId)?.state.plan;
      if (plan) plan.policy = policy;
    }
  }

  #beginProbation(
    slots: ReadonlySet<PluginSlot>,
    fromGeneration: number,
  ): void {
    const durationMs = this.#longestProbation(slots);
    const probation = new Probation(slots, {
      durationMs,
      onPassed: () => {
        if (this.#probation === probation) this.#probation = undefined;
        this.options.stateFile.save();
        failpoint('supervisor.probation.ended');
      },
    });
    this.#probation = probation;
    this.#undoGeneration = fromGeneration;
  }

  #longestProbation(slots: ReadonlySet<PluginSlot>): number {
    const plans = [...slots].map(({ state }) => state.plan ?? state.previous);
    return Math.max(0, ...plans.map(plan => plan?.policy.probationMs ?? 0));
  }

  #onLost(slot: PluginSlot, reason: FailureReason, logs: string[]): boolean {
    this.options.log.warn('A host was lost', { reason });
    const probation = this.#probation;
    if (!probation?.covers(slot)) return false;
    this.#probation = undefined;
    probation.undo(reason, () => {
      this.options.stateFile.state.generation = this.#undoGeneration;
      this.options.stateFile.save();
      failpoint('supervisor.undo.saved');
    });
    this.#report('rolledBack', { reason, logs });
    return true;
  }

  #report(
    state: ReplicaRollout['state'],
    details: { reason?: FailureReason; logs?: string[] } = {},
  ): void {
    const desired = this.#desired;
    this.#rollout = {
      rolloutId: desired?.rolloutId,
      generation: desired?.generation ?? this.#generation,
      state,
      ...details,
    };
    this.options.log.info('Rollout', { state, reason: details.reason });
    this.#changed();
  }

  #collectArtifacts(desired: DesiredState): void {
    const plans = this.#slots
      .values()
      .flatMap(({ state }) => [state.plan?.host, state.previous?.host]);
    const kept = [...desired.hosts, ...plans].flatMap(
      host => host?.packages.map(wanted => wanted.digest) ?? [],
    );
    const { artifacts, artifactBudgetBytes } = this.options;
    artifacts.collect(new Set(kept), artifactBudgetBytes);
  }
}

function partition<T>(values: T[], belongs: (value: T) => boolean): [T[], T[]] {
  return [values.filter(belongs), values.filter(value => !belongs(value))];
}
