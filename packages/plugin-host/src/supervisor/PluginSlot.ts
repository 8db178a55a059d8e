import type { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import { toFailureReason } from '../protocol/failureReason';
import { DepartingHosts } from './DepartingHosts';
import { failpoint } from './failpoint';
import type { PluginRoute } from './front/PluginRoute';
import type { HostProcess } from './HostProcess';
import { HostRepair } from './HostRepair';
import { ServingHost } from './ServingHost';
import type { SlotContext } from './SlotContext';
import type { HostPlan, SlotState } from './SupervisorState';

/**
 * One plugin on this replica: the host that serves, the one that is kept warm behind it, and what to start again when
 * the serving one dies. Every change of what serves has two halves: first the state (to be saved), then the route.
 */
export class PluginSlot {
  #host: ServingHost | undefined;
  #warm: ServingHost | undefined;
  /** Brought by a rollout, and never seen before: on trial for as long as its probation lasts. */
  #newcomer: ServingHost | undefined;
  readonly #departing: DepartingHosts;
  readonly #repair: HostRepair;
  /** Why the plugin was last in trouble, and what its host said then. */
  trouble: { reason: FailureReason; logs: string[] } | undefined;

  constructor(
    readonly state: SlotState,
    readonly route: PluginRoute,
    private readonly context: SlotContext,
  ) {
    this.#repair = new HostRepair(this, context);
    this.#departing = new DepartingHosts(context);
  }

  get pluginId(): string {
    return this.state.pluginId;
  }

  get host(): ServingHost | undefined {
    return this.#host;
  }

  get warm(): ServingHost | undefined {
    return this.#warm;
  }

  /** Taken out of service, with requests still under way. */
  get draining(): ServingHost[] {
    return this.#departing.draining;
  }

  get repair(): HostRepair {
    return this.#repair;
  }

  get specDigest(): string | undefined {
    return this.state.plan?.host.specDigest;
  }

  /** Takes a host over that an earlier supervisor has started. */
  adopt(process: HostProcess): void {
    const { plan, previous, hostId } = this.state;
    if (process.record.hostId === hostId && plan) {
      this.#host = this.#watch(process, plan);
      if (this.state.newcomerId === hostId) this.#newcomer = this.#host;
      this.route.serve(this.#host.target);
    } else if (previous) {
      this.#warm = this.#watch(process, previous);
    }
  }

  /** Serves with a host that was started for the present plan. */
  install(process: HostProcess): void {
    const { plan } = this.state;
    if (!plan) return;
    this.#host = this.#watch(process, plan);
    this.trouble = undefined;
    this.state.hostId = process.record.hostId;
    this.state.failure = undefined;
    this.context.save();
    this.route.serve(this.#host.target);
    this.context.changed();
  }

  /** First half of a switch: the candidate serves, what served before is kept warm. */
  prepareSwitch(plan: HostPlan, candidate: HostProcess): void {
    this.#repair.cancel();
    const reused = this.#warm?.process === candidate ? this.#warm : undefined;
    if (!reused) this.#departing.retire(this.#warm);
    this.#warm = this.#host;
    this.#host = reused ?? this.#watch(candidate, plan);
    // Outside a rollout others serve this version already; one that is warm has served before.
    const isNew = !reused && this.context.aim().rolloutId !== undefined;
    this.#newcomer = isNew ? this.#host : undefined;
    const { state } = this;
    if (state.plan && this.specDigest !== plan.host.specDigest) {
      state.previous = state.plan;
    }
    state.plan = plan;
    state.rejected = undefined;
    state.restarts = 0;
    this.trouble = undefined;
    this.#recordHosts();
  }

  /** First half of a removal: nothing serves; what served is kept warm. */
  prepareRemoval(): void {
    this.#repair.cancel();
    this.#departing.retire(this.#warm);
    this.#warm = this.#host;
    this.#host = undefined;
    this.state.previous = this.state.plan;
    this.state.plan = undefined;
    this.#recordHosts();
  }

  /** First half of the way back: the warm host serves again, and what failed is not tried again in this rollout. */
  prepareUndo(reason: FailureReason): void {
    this.#repair.cancel();
    const { state } = this;
    this.reject(reason);
    this.#departing.retire(this.#host);
    this.#host = this.#warm;
    this.#warm = undefined;
    state.plan = state.previous;
    state.previous = undefined;
    this.#recordHosts();
  }

  /** Gives the present version up: it is not taken up again until another rollout asks for it. */
  reject({ code, message }: FailureReason): void {
    const { specDigest } = this;
    if (!specDigest) return;
    const { rolloutId, generation } = this.context.aim();
    this.state.rejected = { specDigest, rolloutId, generation, code, message };
  }

  /** Second half of each: the route follows the state. */
  applyRoute(): void {
    if (this.#host) {
      this.route.serve(this.#host.target);
    } else if (this.state.plan) {
      this.route.clear(true);
      this.#repair.begin();
    } else {
      this.route.clear(false);
    }
    this.context.changed();
  }

  /** The switch stands: the warm host may go. */
  commit(): void {
    if (!this.#warm) return;
    this.#departing.retire(this.#warm);
    this.#warm = undefined;
    this.#recordHosts();
    this.context.changed();
  }

  /** A plan for a plugin that has no host: there is nothing to switch away from, so nothing has to be decided. */
  bringUp(plan: HostPlan): void {
    this.#repair.cancel();
    this.trouble = undefined;
    this.state.plan = plan;
    this.applyRoute();
  }

  /** Brings a plugin back that has a plan but no host. */
  ensure(): void {
    if (!this.#host && this.state.plan) this.#repair.begin();
  }

  /** Waits for hosts that were taken out of service, then ends all others, or leaves them to the next supervisor. */
  async stop(keepHosts: boolean): Promise<void> {
    await this.#repair.stop();
    const hosts = [this.#host, this.#warm, ...this.draining];
    const ending = hosts.map(async host => {
      host?.unwatch();
      if (host && !keepHosts) await this.#departing.terminate(host);
    });
    await Promise.all(ending);
  }

  #watch(process: HostProcess, plan: HostPlan): ServingHost {
    return new ServingHost(process, plan, {
      probing: () => this.context.inProbation(this),
      onTrial: host =>
        host === this.#newcomer && this.context.inProbation(this),
      onFailure: (host, error) => this.#onFailure(host, error),
      log: this.context.log,
    });
  }

  #onFailure(host: ServingHost, error: SceneshiftError): void {
    const reason = toFailureReason(error, 'HOST_EXITED', this.pluginId);
    const logs = host.process.log.tail();
    if (host === this.#host) this.#recordFailure(host, reason);
    this.#departing.kill(host);
    if (host === this.#warm) {
      this.#warm = undefined;
      this.#recordHosts();
      this.context.save();
    } else if (host === this.#host) {
      this.#onServingHostLost(reason, logs);
    }
  }

  /** A supervisor that ends between this and the way back must not leave the next one guessing. */
  #recordFailure({ hostId }: ServingHost, reason: FailureReason): void {
    this.state.failure = { hostId, reason };
    this.context.save();
    failpoint('supervisor.failure.recorded');
  }

  #onServingHostLost(reason: FailureReason, logs: string[]): void {
    this.#host = undefined;
    this.trouble = { reason, logs };
    this.state.restarts += 1;
    this.#recordHosts();
    if (!this.context.onLost(this, reason, logs)) {
      this.route.clear(true);
      this.#repair.died();
      this.context.save();
      this.#repair.begin();
    }
    this.context.changed();
  }

  #recordHosts(): void {
    this.state.hostId = this.#host?.hostId;
    this.state.warmHostId = this.#warm?.hostId;
    this.state.newcomerId = this.#newcomer?.hostId;
    this.state.failure = undefined;
  }
}
