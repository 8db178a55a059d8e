import { join } from 'node:path';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import { toFailureReason } from '../protocol/failureReason';
import { describeHost, exitError } from './exitError';
import { failpoint } from './failpoint';
import { HostLog } from './HostLog';
import { HostProcess, type HostRecord } from './HostProcess';
import { secretsOf } from './HostStarter';
import type { HostYard } from './HostYard';
import type { ResourceLimits } from './limits/ResourceLimits';
import { MAX_LOG_BYTES } from './ProcessHostLauncher';
import type { PluginSlot } from './PluginSlot';
import { isAlive, signalProcess } from './processIdentity';
import { Redactor } from '../protocol/Redactor';
import type { SlotRegistry } from './SlotRegistry';
import type { HostPlan, SupervisorState } from './SupervisorState';

/** A host that ended while no supervisor ran, or that the one before had given up, with its last words. */
export interface LostHost {
  slot: PluginSlot;
  reason: FailureReason;
  logs: string[];
  /** The supervisor before had seen what was wrong with it. */
  wasGivenUp: boolean;
}

/**
 * What a supervisor does first after its start: hosts that an earlier one left running serve on, everything else it
 * left behind (candidates that nobody waits for, directories, runtimes of earlier versions) is removed.
 *
 * @returns the hosts that should serve and have ended; of those that nobody watched none when all have, which the machine did
 */
export function adoptHosts(
  state: SupervisorState,
  yard: HostYard,
  slots: SlotRegistry,
  limits: ResourceLimits,
): LostHost[] {
  const records = new Map<string, HostRecord>();
  for (const record of [...yard.records(), ...Object.values(state.hosts)]) {
    records.set(record.hostId, record);
  }
  const adopted: HostRecord[] = [];
  const lost: LostHost[] = [];
  for (const record of records.values()) {
    const isLost = !isAlive(record.process) || isGivenUp(record, slots);
    if (isLost) lost.push(...lostHost(record, slots, limits));
    if (!isLost && adopt(record, slots, limits)) adopted.push(record);
    else signalProcess(record.process, 'SIGKILL');
  }
  state.hosts = Object.fromEntries(adopted.map(r => [r.hostId, r]));
  failpoint('supervisor.hosts.adopted');
  yard.sweep(adopted);
  failpoint('supervisor.hosts.swept');
  return adopted.length ? lost : lost.filter(host => host.wasGivenUp);
}

function isGivenUp({ hostId, pluginId }: HostRecord, slots: SlotRegistry) {
  return slots.find(pluginId)?.state.failure?.hostId === hostId;
}

function adopt(
  record: HostRecord,
  slots: SlotRegistry,
  limits: ResourceLimits,
): boolean {
  const slot = slots.find(record.pluginId);
  const plan =
    slot?.state.hostId === record.hostId
      ? slot.state.plan
      : slot?.state.warmHostId === record.hostId && slot.state.previous;
  if (!slot || !plan || plan.host.specDigest !== record.specDigest) {
    return false;
  }
  slot.adopt(new HostProcess(record, logOf(record, plan), { limits }));
  return true;
}

function lostHost(
  record: HostRecord,
  slots: SlotRegistry,
  limits: ResourceLimits,
): LostHost[] {
  const slot = slots.find(record.pluginId);
  const plan = slot?.state.plan;
  if (!slot || !plan || slot.state.hostId !== record.hostId) return [];
  const log = logOf(record, plan);
  const outOfMemory = limits.outOfMemory(record.hostId);
  const wasGivenUp = isGivenUp(record, slots);
  const reason =
    (wasGivenUp && slot.state.failure?.reason) ||
    reasonOf(plan, { log, outOfMemory });
  return [{ slot, reason, logs: log.tail(), wasGivenUp }];
}

/** Nobody saw it end: its last words, and what the kernel has counted, are all there is. */
function reasonOf(
  { host }: HostPlan,
  ended: Parameters<typeof exitError>[0],
): FailureReason {
  const reason = toFailureReason(
    exitError(ended, host, {}),
    'HOST_EXITED',
    host.pluginId,
  );
  if (reason.code !== 'HOST_EXITED') return reason;
  const message = `The host of ${describeHost(
    host,
  )} ended while its supervisor was away`;
  return { ...reason, message };
}

function logOf(record: HostRecord, plan: HostPlan): HostLog {
  return new HostLog(
    join(record.directory, 'host.log'),
    new Redactor(secretsOf(plan)),
    MAX_LOG_BYTES,
  );
}
