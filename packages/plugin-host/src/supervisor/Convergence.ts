import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  DesiredHost,
  FailureReason,
  ReplicaRollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { toFailureReason } from '../protocol/failureReason';
import type { ArtifactStore } from './ArtifactStore';
import { hasPlan, type SlotChange } from './changes';
import { failpoint } from './failpoint';
import { refusesUnhandledErrors } from './HostConduct';
import type { HostLedger } from './HostLedger';
import type { HostProcess } from './HostProcess';
import { HostStartError, type HostStarter } from './HostStarter';
import { PluginError } from './PluginError';
import type { PluginSlot } from './PluginSlot';
import type { HostPlan } from './SupervisorState';

/** A convergence that ended without a switch. */
export interface ConvergenceFailure {
  reason: FailureReason;
  logs: string[];
}

/** @see Convergence */
export interface ConvergenceOptions {
  artifacts: ArtifactStore;
  starter: HostStarter;
  ledger: HostLedger;
  signal: AbortSignal;
  /** The versions are new here and everywhere: they are refused for what is only told of others. */
  onTrial: boolean;
  onProgress: (state: ReplicaRollout['state']) => void;
  /** Called when all candidates have passed; a throw refuses the switch. */
  beforeSwitch: () => void;
  /** Called with every change prepared, right before the routes follow. */
  onSwitch: () => void;
}

interface Candidate {
  slot: PluginSlot;
  plan: HostPlan;
  process: HostProcess;
  /** Kept warm since the last switch: not ours to kill. */
  reused: boolean;
}

/**
 * One attempt to bring a set of changes into service, whole or not at all: fetch, verify, start, check every candidate;
 * only when all have passed, switch all of them together.
 */
export class Convergence {
  constructor(private readonly options: ConvergenceOptions) {}

  /** Resolves with the reason when nothing was switched. */
  async run(changes: SlotChange[]): Promise<ConvergenceFailure | undefined> {
    const started = changes.filter(hasPlan);
    try {
      this.options.onProgress('fetching');
      await this.#fetch(started.map(change => change.plan.host));
      failpoint('supervisor.artifacts.fetched');
      this.options.onProgress('verifying');
      const candidates = await this.#start(started);
      await this.#switch(changes, candidates);
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  }

  async #fetch(hosts: DesiredHost[]): Promise<void> {
    const { artifacts, signal } = this.options;
    for (const host of hosts) {
      for (const wanted of host.packages) {
        await artifacts.ensure(wanted, signal).catch(error => {
          throw new PluginError(host.pluginId, error);
        });
      }
    }
  }

  async #start(
    changes: Array<SlotChange & { plan: HostPlan }>,
  ): Promise<Candidate[]> {
    const stop = new AbortController();
    const signal = AbortSignal.any([this.options.signal, stop.signal]);
    const starts = changes.map(change =>
      this.#candidate(change, signal).catch(error => {
        // The others need not go on once one has failed.
        stop.abort();
        throw new PluginError(change.slot.pluginId, error);
      }),
    );
    const results = await Promise.allSettled(starts);
    const passed = results.flatMap(result =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    const failure = firstFailure(results);
    if (!failure && !this.options.signal.aborted) return passed;
    await this.#discard(passed);
    throw failure ?? this.options.signal.reason;
  }

  async #candidate(
    { slot, plan }: SlotChange & { plan: HostPlan },
    signal: AbortSignal,
  ): Promise<Candidate> {
    const { warm } = slot;
    if (
      warm?.plan.host.specDigest === plan.host.specDigest &&
      warm.process.alive
    ) {
      return { slot, plan, process: warm.process, reused: true };
    }
    this.options.onProgress('starting');
    const process = await this.options.starter.start(plan, {
      signal,
      onChecking: () => this.options.onProgress('checking'),
      refuseUnhandledErrors:
        this.options.onTrial && refusesUnhandledErrors(plan),
      refuseFlood: this.options.onTrial,
    });
    return { slot, plan, process, reused: false };
  }

  async #switch(changes: SlotChange[], candidates: Candidate[]): Promise<void> {
    failpoint('supervisor.candidates.passed');
    try {
      assertAlive(candidates);
      this.options.beforeSwitch();
    } catch (error) {
      await this.#discard(candidates);
      throw error;
    }
    for (const { slot, plan, process } of candidates) {
      slot.prepareSwitch(plan, process);
    }
    for (const change of changes) {
      if (!change.plan) change.slot.prepareRemoval();
    }
    this.options.onSwitch();
    for (const { slot } of changes) slot.applyRoute();
    failpoint('supervisor.switch.done');
  }

  async #discard(candidates: Candidate[]): Promise<void> {
    const own = candidates.filter(candidate => !candidate.reused);
    const ending = own.map(async ({ process }) => {
      await process.kill();
      await this.options.ledger.ended(process.record.hostId);
    });
    await Promise.all(ending);
  }
}

/** One may have ended while others were still being checked. */
function assertAlive(candidates: Candidate[]): void {
  const dead = candidates.find(candidate => !candidate.process.alive);
  if (!dead) return;
  throw new PluginError(
    dead.slot.pluginId,
    new SceneshiftError(
      'HOST_EXITED',
      `The host of ${dead.slot.pluginId} ended while the others were checked`,
    ),
  );
}

/** A cancelled start says nothing; the one that caused the cancellation does. */
function firstFailure(results: PromiseSettledResult<Candidate>[]): unknown {
  const failures = results.flatMap(result =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  return failures.find(error => !isCancelled(error)) ?? failures[0];
}

function isCancelled(error: unknown): boolean {
  return failureOf(error).reason.code === 'ROLLOUT_CANCELLED';
}

function failureOf(error: unknown): ConvergenceFailure {
  const pluginId = error instanceof PluginError ? error.pluginId : undefined;
  const outer = error instanceof PluginError ? error.reason : error;
  const logs = outer instanceof HostStartError ? outer.logs : [];
  const cause = outer instanceof HostStartError ? outer.reason : outer;
  const isAbort = cause instanceof Error && cause.name === 'AbortError';
  const fallback = isAbort ? 'ROLLOUT_CANCELLED' : 'HOST_START_FAILED';
  return { reason: toFailureReason(cause, fallback, pluginId), logs };
}
