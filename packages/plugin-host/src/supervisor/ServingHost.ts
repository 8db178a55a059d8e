import { monotonicMs } from '../protocol/monotonicMs';
import type { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { HostTarget } from './front/HostTarget';
import { failpoint } from './failpoint';
import { HostMonitor } from './HostMonitor';
import type { HostProcess } from './HostProcess';
import type { SupervisorLog } from './SupervisorLog';
import type { HostPlan } from './SupervisorState';

/** A host that has passed its gate, or was adopted: its process, its place behind the front, its watch. */
export class ServingHost {
  readonly target: HostTarget;
  readonly #monitor: HostMonitor;

  constructor(
    readonly process: HostProcess,
    readonly plan: HostPlan,
    options: {
      probing: () => boolean;
      onTrial: (host: ServingHost) => boolean;
      onFailure: (host: ServingHost, error: SceneshiftError) => void;
      log: SupervisorLog;
    },
  ) {
    const { socketPath } = process.record;
    this.target = new HostTarget(socketPath, () => plan.policy);
    this.#monitor = new HostMonitor(process, plan, {
      probing: options.probing,
      onTrial: () => options.onTrial(this),
      onFailure: error => options.onFailure(this, error),
      log: options.log,
      // Not the time of day, which may be set: a clock that goes back would let a host hang for as long.
      now: monotonicMs,
    }).start();
  }

  get hostId(): string {
    return this.process.record.hostId;
  }

  /** What is wrong with it while it serves. */
  get warning(): SceneshiftError | undefined {
    return this.#monitor.warning;
  }

  /** Nobody watches it any more: it is about to be stopped on purpose, or left alone. */
  unwatch(): void {
    this.#monitor.stop();
  }

  /** Lets what is under way finish, then ends the process. */
  async retire(): Promise<void> {
    // Watched while it drains no longer: its end is wanted.
    this.unwatch();
    failpoint('supervisor.host.retiring');
    await this.target.drain(this.plan.policy.drainTimeoutMs);
    failpoint('supervisor.host.drained');
    await this.process.terminate();
  }

  /** Ends the process at once. */
  async kill(): Promise<void> {
    this.unwatch();
    this.target.close();
    await this.process.kill();
  }
}
