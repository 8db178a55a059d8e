import type { Front } from './front/Front';
import { PluginSlot, type SlotContext } from './PluginSlot';
import type { SupervisorState } from './SupervisorState';

/** The slots of a replica, one per plugin that it has anything to do with. */
export class SlotRegistry {
  readonly #slots = new Map<string, PluginSlot>();

  constructor(
    private readonly state: SupervisorState,
    private readonly front: Front,
    private readonly context: SlotContext,
  ) {
    for (const pluginId of Object.keys(state.slots)) this.create(pluginId);
  }

  get all(): ReadonlyMap<string, PluginSlot> {
    return this.#slots;
  }

  values(): PluginSlot[] {
    return [...this.#slots.values()];
  }

  create(pluginId: string): PluginSlot {
    const state = (this.state.slots[pluginId] ??= { pluginId, restarts: 0 });
    const route = this.front.route(pluginId);
    const slot = new PluginSlot(state, route, this.context);
    this.#slots.set(pluginId, slot);
    return slot;
  }

  /** Forgets plugins that are neither wanted nor running any more. */
  forgetGone(wanted: ReadonlySet<string>): void {
    for (const [pluginId, slot] of this.#slots) {
      const gone = !slot.state.plan && !slot.host && !slot.warm;
      if (!gone || wanted.has(pluginId)) continue;
      this.#slots.delete(pluginId);
      delete this.state.slots[pluginId];
      this.front.unreserve(pluginId);
    }
  }
}
