import type {
  DesiredHost,
  DesiredState,
  FailureReason,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { PluginSlot } from './PluginSlot';
import type { SlotRegistry } from './SlotRegistry';
import type { HostPlan } from './SupervisorState';

/** One plugin that a convergence changes. */
export interface SlotChange {
  slot: PluginSlot;
  /** Absent when the plugin is removed. */
  plan?: HostPlan;
}

/** False for removals. */
export function hasPlan(
  change: SlotChange,
): change is SlotChange & { plan: HostPlan } {
  return change.plan !== undefined;
}

/** What makes the desired state different from what is kept up here; versions that were given up do not count. */
export function changesOf(
  desired: DesiredState,
  slots: SlotRegistry,
): SlotChange[] {
  const wanted = new Set(desired.hosts.map(host => host.pluginId));
  const removed = slots
    .values()
    .filter(slot => !wanted.has(slot.pluginId) && slot.state.plan);
  const changed = desired.hosts.flatMap(host => {
    const slot = slots.obtain(host.pluginId);
    if (slot.specDigest === host.specDigest) return [];
    if (isRejected(slot, host, desired)) return [];
    return [{ slot, plan: planOf(desired, host) }];
  });
  return [...changed, ...removed.map(slot => ({ slot }))];
}

/** Why something that is desired was given up here, if anything was. */
export function rejectedIn(
  desired: DesiredState,
  slots: SlotRegistry,
): { reason: FailureReason; logs: string[] } | undefined {
  for (const host of desired.hosts) {
    const slot = slots.find(host.pluginId);
    const rejected = slot?.state.rejected;
    if (!slot || !rejected || !isRejected(slot, host, desired)) continue;
    const { code, message } = rejected;
    const reason = { code, message, pluginId: host.pluginId };
    return { reason, logs: slot.trouble?.logs ?? [] };
  }
  return undefined;
}

/** Given up before, and nobody has asked for it anew since. */
function isRejected(
  slot: PluginSlot,
  host: DesiredHost,
  desired: DesiredState,
): boolean {
  const { rejected } = slot.state;
  if (rejected?.specDigest !== host.specDigest) return false;
  // Once a rollout has ended its name is told no more, but its generation is still the same.
  return desired.rolloutId
    ? rejected.rolloutId === desired.rolloutId
    : rejected.generation === desired.generation;
}

function planOf(desired: DesiredState, host: DesiredHost): HostPlan {
  return { host, sharedConfig: desired.sharedConfig, policy: desired.policy };
}
