import { join } from 'node:path';
import { failpoint } from './failpoint';
import { HostLog } from './HostLog';
import { HostProcess, type HostRecord } from './HostProcess';
import { secretsOf } from './HostStarter';
import type { HostYard } from './HostYard';
import type { ResourceLimits } from './limits/ResourceLimits';
import { MAX_LOG_BYTES } from './ProcessHostLauncher';
import { isAlive, signalProcess } from './processIdentity';
import { Redactor } from '../protocol/Redactor';
import type { SlotRegistry } from './SlotRegistry';
import type { SupervisorState } from './SupervisorState';

/**
 * What a supervisor does first after its start: hosts that an earlier one left running serve on, everything else it
 * left behind (candidates that nobody waits for, directories, runtimes of earlier versions) is removed.
 */
export function adoptHosts(
  state: SupervisorState,
  yard: HostYard,
  slots: SlotRegistry,
  limits: ResourceLimits,
): void {
  const records = new Map<string, HostRecord>();
  for (const record of [...yard.records(), ...Object.values(state.hosts)]) {
    records.set(record.hostId, record);
  }
  const adopted: HostRecord[] = [];
  for (const record of records.values()) {
    if (!isAlive(record.process)) continue;
    if (adopt(record, slots, limits)) adopted.push(record);
    else signalProcess(record.process, 'SIGKILL');
  }
  state.hosts = Object.fromEntries(adopted.map(r => [r.hostId, r]));
  failpoint('supervisor.hosts.adopted');
  yard.sweep(adopted);
  failpoint('supervisor.hosts.swept');
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
  const log = new HostLog(
    join(record.directory, 'host.log'),
    new Redactor(secretsOf(plan)),
    MAX_LOG_BYTES,
  );
  slot.adopt(new HostProcess(record, log, { limits }));
  return true;
}
