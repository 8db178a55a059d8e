import type {
  DesiredState,
  FailureReason,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { adoptHosts } from './Adoption';
import type { ArtifactStore } from './ArtifactStore';
import { CurrentProbation } from './CurrentProbation';
import { DriftAudit } from './DriftAudit';
import { failpoint } from './failpoint';
import type { Front, FrontHealth } from './front/Front';
import type { HostLedger } from './HostLedger';
import type { HostStarter } from './HostStarter';
import type { HostYard } from './HostYard';
import type { ResourceLimits } from './limits/ResourceLimits';
import type { PluginSlot } from './PluginSlot';
import { Reconciler } from './Reconciler';
import { replicaHostsOf } from './replicaStatus';
import { RolloutReport, type RolloutAim } from './RolloutReport';
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
  readonly #probation: CurrentProbation;
  readonly #reconciler: Reconciler;
  readonly #audit: DriftAudit;
  #changed: () => void = () => undefined;

  constructor(private readonly options: SupervisorOptions) {
    const { stateFile, log } = options;
    this.#report = new RolloutReport(log, () => this.#changed());
    this.#probation = new CurrentProbation(stateFile, {
      onPassed: () => this.#reconciler.forgetGone(),
      now: Date.now,
    });
    this.#slots = this.#createSlots();
    this.#reconciler = new Reconciler({
      ...options,
      slots: this.#slots,
      probation: this.#probation,
      report: this.#report,
    });
    this.#audit = new DriftAudit({
      artifacts: options.artifacts,
      slots: () => this.#slots.values(),
      onDrift: slot => this.#reconciler.refresh(slot),
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
    const lost = adoptHosts(stateFile.state, yard, this.#slots, limits);
    this.#probation.resume(this.#slots);
    stateFile.keep();
    for (const { slot, reason, logs } of lost) {
      if (!this.#probation.covers(slot)) continue;
      slot.trouble = { reason, logs };
      this.#onLost(slot, reason, logs);
    }
    for (const slot of this.#slots.values()) slot.ensure();
    this.#audit.start();
  }

  /** A new desired state: what is under way for an older one is given up. */
  setDesired(desired: DesiredState): void {
    failpoint('supervisor.desired.received');
    this.#reconciler.setDesired(desired);
  }

  status(): ReplicaStatus {
    return {
      address: this.options.address,
      backstageRelease: this.options.backstageRelease,
      revision: this.#reconciler.desired?.revision ?? '',
      generation: this.#generation,
      rollout: this.#report.current(this.#slots.settled),
      hosts: this.#slots.values().flatMap(replicaHostsOf),
    };
  }

  health(): FrontHealth {
    const slots = this.#slots.values();
    const begun = this.#reconciler.converged || slots.length > 0;
    const serving = slots.filter(slot => slot.host);
    const lacks = slots.some(slot => slot.state.plan && !slot.host);
    return {
      ready: this.#slots.settled && begun,
      summary: {
        status: lacks ? 'degraded' : 'ok',
        generation: this.#generation,
        hosts: serving.length,
      },
    };
  }

  async stop(keepHosts: boolean): Promise<void> {
    this.#audit.stop();
    this.#probation.cancel();
    await this.#reconciler.stop();
    await Promise.all(this.#slots.values().map(slot => slot.stop(keepHosts)));
  }

  get #generation(): number {
    return this.options.stateFile.state.generation;
  }

  /** Until something is desired, what an earlier supervisor was told counts. */
  get #aim(): RolloutAim {
    const served = { generation: this.#generation };
    return this.#reconciler.desired ?? this.#probation.record ?? served;
  }

  #createSlots(): SlotRegistry {
    const { stateFile, front, starter, ledger, log } = this.options;
    return new SlotRegistry(stateFile.state, front, {
      starter,
      log,
      save: () => stateFile.keep(),
      changed: () => this.#changed(),
      onEnded: host => ledger.ended(host.record.hostId),
      onLost: (slot, reason, logs) => this.#onLost(slot, reason, logs),
      onFellBack: (_slot, reason, logs) => this.#reportRolledBack(reason, logs),
      inProbation: slot => this.#probation.covers(slot),
      aim: () => this.#aim,
    });
  }

  #onLost(slot: PluginSlot, reason: FailureReason, logs: string[]): boolean {
    this.options.log.warn('A host was lost', { reason });
    failpoint('supervisor.host.lost');
    // Told before the record of the probation goes.
    const aim = this.#aim;
    const undone = this.#probation.undo(slot, reason);
    if (undone) this.#reportRolledBack(reason, logs, aim);
    return undone;
  }

  #reportRolledBack(
    reason: FailureReason,
    logs: string[],
    aim: RolloutAim = this.#aim,
  ): void {
    this.#report.set(aim, 'rolledBack', { reason, logs });
  }
}
