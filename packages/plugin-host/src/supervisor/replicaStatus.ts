import type {
  FailureReason,
  ReplicaHost,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { toFailureReason } from '../protocol/failureReason';
import type { PluginSlot } from './PluginSlot';
import type { ServingHost } from './ServingHost';

/** What is reported of one plugin: its present host first, then those that are on their way out. */
export function replicaHostsOf(slot: PluginSlot): ReplicaHost[] {
  const leaving = [slot.warm, ...slot.draining].flatMap(host =>
    host ? [describe(slot, host, 'draining')] : [],
  );
  return [...present(slot), ...leaving];
}

function present(slot: PluginSlot): ReplicaHost[] {
  const { host, trouble } = slot;
  const reason = trouble?.reason ?? rejectionOf(slot);
  if (host) {
    const logs = trouble?.logs ?? host.process.log.tail();
    const warning = warningOf(slot.pluginId, host);
    return [{ ...describe(slot, host, 'serving'), reason, warning, logs }];
  }
  const { plan, rejected, restarts } = slot.state;
  const specDigest = plan?.host.specDigest ?? rejected?.specDigest;
  if (!specDigest) return [];
  const starting = plan && !slot.repair.waiting;
  return [
    {
      pluginId: slot.pluginId,
      specDigest,
      state: starting ? 'starting' : 'failed',
      restarts,
      reason,
      logs: trouble?.logs,
    },
  ];
}

function warningOf(
  pluginId: string,
  { warning }: ServingHost,
): FailureReason | undefined {
  return warning && toFailureReason(warning, 'INTERNAL', pluginId);
}

/** A version that was given up stays visible while the one before it serves. */
function rejectionOf({ state }: PluginSlot): FailureReason | undefined {
  const { rejected, pluginId } = state;
  return (
    rejected && { code: rejected.code, message: rejected.message, pluginId }
  );
}

function describe(
  slot: PluginSlot,
  host: ServingHost,
  state: ReplicaHost['state'],
): ReplicaHost {
  const { record } = host.process;
  return {
    pluginId: slot.pluginId,
    specDigest: record.specDigest,
    state,
    pid: record.process.pid,
    rss: host.process.rss,
    restarts: slot.state.restarts,
    startedAt: record.startedAt,
  };
}
