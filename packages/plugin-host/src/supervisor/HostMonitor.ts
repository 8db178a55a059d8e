import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { exitError } from './exitError';
import { probe } from './gate';
import { HostConduct } from './HostConduct';
import type { HostProcess } from './HostProcess';
import type { SupervisorLog } from './SupervisorLog';
import type { HostPlan } from './SupervisorState';

const MIB = 1024 * 1024;
const MAX_INTERVAL_MS = 1_000;
/** A probe may fail once: a busy plugin is not a broken one. */
const FAILED_PROBES = 2;
const PROBE_EVERY_MS = 2_000;
/** Two that never come back, and the pause between them, leave time for the way back. */
const PROBE_TIMEOUT_MS = 3_000;
/** Memory may grow fast, also while a host does not answer. */
const BUDGET_INTERVAL_MS = 250;

/**
 * Watches a host from its first serving on: that its process lives, answers its heartbeat, stays within its memory and,
 * during probation, answers its probe and behaves. Reports one failure, then stops.
 */
export class HostMonitor {
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #budgets: NodeJS.Timeout | undefined;
  #lastAnswer: number;
  #lastTick: number;
  #lastProbe: number;
  #failedProbes = 0;
  #probing = false;
  #logTrouble: string | undefined;
  readonly #conduct: HostConduct;

  constructor(
    private readonly host: HostProcess,
    private readonly plan: HostPlan,
    private readonly options: {
      /** Probes cost the plugin something: only while a new version is on probation. */
      probing: () => boolean;
      /** A new version that there is a way back from: what is only told of others is a failure of it. */
      onTrial: () => boolean;
      onFailure: (error: SceneshiftError) => void;
      log: SupervisorLog;
      now: () => number;
    },
  ) {
    this.#conduct = new HostConduct(plan, host.logLimit);
    const now = options.now();
    this.#lastAnswer = now;
    this.#lastTick = now;
    this.#lastProbe = now;
  }

  start(): this {
    void this.host.exited.then(exit =>
      this.#fail(exitError(this.host, this.plan.host, exit)),
    );
    this.#budgets = setInterval(() => this.#checkBudgets(), BUDGET_INTERVAL_MS);
    this.#schedule();
    return this;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#budgets);
  }

  /** What is wrong with it while it serves. */
  get warning(): SceneshiftError | undefined {
    return this.#conduct.warning;
  }

  get #intervalMs(): number {
    const { heartbeatTimeoutMs } = this.plan.policy;
    return Math.min(MAX_INTERVAL_MS, heartbeatTimeoutMs / 5);
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.#tick().finally(() => this.#schedule());
    }, this.#intervalMs);
  }

  async #tick(): Promise<void> {
    this.#forgiveOwnPause();
    this.#maybeProbe();
    const { heartbeatTimeoutMs } = this.plan.policy;
    const leftMs = heartbeatTimeoutMs - (this.options.now() - this.#lastAnswer);
    const status = await this.host.socket.status(
      // After a pause of our own there may be nothing left: one chance to answer remains.
      Math.max(leftMs, this.#intervalMs),
    );
    if (status) {
      this.#lastAnswer = this.options.now();
      this.#conduct.answered(status);
    }
    this.#checkConduct();
    const silence = this.options.now() - this.#lastAnswer;
    if (silence >= heartbeatTimeoutMs && this.host.alive) {
      this.#fail(
        new SceneshiftError(
          'HOST_HANG',
          `The host of ${this.plan.host.pluginId} did not answer for ${silence} ms; it is replaced`,
        ),
      );
    }
    this.#lastTick = this.options.now();
  }

  /** A supervisor that was itself stopped (a suspended laptop) must not take its own pause for the host's. */
  #forgiveOwnPause(): void {
    const now = this.options.now();
    if (now - this.#lastTick > this.#intervalMs * 2 + 1_000) {
      this.#lastAnswer = now;
    }
  }

  #checkConduct(): void {
    if (!this.options.onTrial()) return;
    const { offence } = this.#conduct;
    if (offence) this.#fail(offence);
  }

  #checkBudgets(): void {
    this.#tellLogTrouble();
    const rss = this.host.rss ?? 0;
    const { maxRssMb } = this.plan.policy;
    if (rss <= maxRssMb * MIB) return;
    this.#fail(
      new SceneshiftError(
        'HOST_OUT_OF_MEMORY',
        `The host of ${this.plan.host.pluginId} uses ${Math.round(
          rss / MIB,
        )} MiB of memory; maxRssMb of the environment allows ${maxRssMb}; fix the plugin, or raise it`,
      ),
    );
  }

  /** Said once, not four times a second. */
  #tellLogTrouble(): void {
    const { trouble: cause } = this.host.logLimit;
    if (cause && cause !== this.#logTrouble) {
      this.options.log.warn('The log of a host could not be cut', { cause });
    }
    this.#logTrouble = cause;
  }

  #maybeProbe(): void {
    const now = this.options.now();
    const due = now - this.#lastProbe >= PROBE_EVERY_MS;
    if (!due || this.#probing || !this.options.probing()) return;
    this.#lastProbe = now;
    this.#probing = true;
    probe(this.host, this.plan.host, PROBE_TIMEOUT_MS)
      .then(
        () => {
          this.#failedProbes = 0;
        },
        error => this.#onFailedProbe(error),
      )
      .finally(() => {
        this.#probing = false;
      });
  }

  #onFailedProbe(error: SceneshiftError): void {
    this.#failedProbes += 1;
    if (this.#failedProbes >= FAILED_PROBES) this.#fail(error);
  }

  #fail(error: SceneshiftError): void {
    if (this.#stopped) return;
    this.stop();
    this.options.onFailure(error);
  }
}
