import type { DesiredState } from '@sceneshift/backstage-plugin-lifecycle-common';
import { failpoint } from './failpoint';
import type { Front } from './front/Front';
import { PluginSlot } from './PluginSlot';
import type { SlotContext } from './SlotContext';
import type { SupervisorState } from './SupervisorState';

/** The slots of a replica, one per plugin that it has anything to do with. */
export class SlotRegistry {
  readonly #slots = new Map<string, PluginSlot>();

  constructor(
    private readonly state: SupervisorState,
    private readonly front: Front,
    private readonly context: SlotContext,
  ) {
    for (const pluginId of Object.keys(state.slots)) this.obtain(pluginId);
  }

  values(): PluginSlot[] {
    return [...this.#slots.values()];
  }

  find(pluginId: string): PluginSlot | undefined {
    return this.#slots.get(pluginId);
  }

  /** The slot of a plugin; from the first call on its route is reserved. */
  obtain(pluginId: string): PluginSlot {
    const existing = this.#slots.get(pluginId);
    if (existing) return existing;
    const state = (this.state.slots[pluginId] ??= { pluginId, restarts: 0 });
    const route = this.front.route(
      pluginId,
      () => (state.plan ?? state.previous)?.policy.maxRequestsInFlight,
    );
    const slot = new PluginSlot(state, route, this.context);
    this.#slots.set(pluginId, slot);
    return slot;
  }

  /** Every plugin serves, or has said why not. */
  get settled(): boolean {
    return this.values().every(
      slot => !slot.state.plan || slot.host || slot.trouble,
    );
  }

  /** Limits and times may change without a new host. */
  updatePolicies({ policy, hosts }: DesiredState): void {
    for (const { pluginId } of hosts) {
      const plan = this.find(pluginId)?.state.plan;
      if (plan) plan.policy = policy;
    }
  }

  /** Forgets plugins that are neither wanted nor running any more. */
  forgetGone({ hosts }: DesiredState): void {
    const wanted = new Set(hosts.map(host => host.pluginId));
    for (const [pluginId, slot] of this.#slots) {
      const gone = !slot.state.plan && !slot.host && !slot.warm;
      if (!gone || wanted.has(pluginId)) continue;
      this.#slots.delete(pluginId);
      delete this.state.slots[pluginId];
      this.front.unreserve(pluginId);
      failpoint('supervisor.slot.forgotten');
    }
  }

  /** Artifacts that are wanted, that serve, or that would serve again. */
  digestsOf(desired: DesiredState): ReadonlySet<string> {
    const kept = this.values().flatMap(({ state }) => [
      state.plan?.host,
      state.previous?.host,
    ]);
    const hosts = [...desired.hosts, ...kept];
    return new Set(
      hosts.flatMap(host => host?.packages.map(wanted => wanted.digest) ?? []),
    );
  }
}
