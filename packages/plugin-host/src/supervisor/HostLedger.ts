import { failpoint } from './failpoint';
import type { HostRecord } from './HostProcess';
import type { HostYard } from './HostYard';
import type { StateFile } from './StateFile';

/** The list of processes that this replica has started, kept on disk; what is struck off leaves nothing behind. */
export class HostLedger {
  constructor(
    private readonly stateFile: StateFile,
    private readonly yard: HostYard,
  ) {}

  /** A process exists; it gets its specification only after this was written. */
  spawned(record: HostRecord): void {
    const { hosts } = this.stateFile.state;
    hosts[record.hostId] = record;
    try {
      this.stateFile.save();
    } catch (error) {
      delete hosts[record.hostId];
      throw error;
    }
    failpoint('supervisor.host.spawned');
  }

  /** A host is gone for good: its layout, keys, socket and log go too. */
  async ended(hostId: string): Promise<void> {
    const { hosts } = this.stateFile.state;
    const record = hosts[hostId];
    if (!record) return;
    failpoint('supervisor.host.ended');
    await this.yard.remove(record);
    failpoint('supervisor.host.removed');
    delete hosts[hostId];
    this.stateFile.keep();
  }
}
