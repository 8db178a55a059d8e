import { monotonicMs } from '../protocol/monotonicMs';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostLog } from './HostLog';
import { HostSocket } from './HostSocket';
import { LogLimit } from './LogLimit';
import type { ResourceLimits } from './limits/ResourceLimits';
import {
  isAlive,
  residentMemory,
  signalProcess,
  type ProcessIdentity,
} from './processIdentity';

/** What a supervisor keeps of a host on disk, enough to find it again after its own restart. */
export interface HostRecord {
  hostId: string;
  pluginId: string;
  specDigest: string;
  process: ProcessIdentity;
  socketPath: string;
  /** The layout, the keys and the log of this host. */
  directory: string;
  socketDirectory: string;
  startedAt: string;
}

/** How a host ended. Of an adopted host only the fact is known. */
export interface HostExit {
  code?: number;
  signal?: string;
}

const ADOPTED_POLL_MS = 200;
const KILL_AFTER_MS = 10_000;

/** A host that runs, as a child or adopted from an earlier supervisor. */
export class HostProcess {
  readonly socket: HostSocket;
  readonly logLimit: LogLimit;
  /** Resolves when the process has ended, whatever the reason. */
  readonly exited: Promise<HostExit>;
  #exit: HostExit | undefined;

  constructor(
    readonly record: HostRecord,
    readonly log: HostLog,
    private readonly options: {
      limits: ResourceLimits;
      /** Absent when it was adopted. */
      child?: ChildProcess;
    },
  ) {
    const { child } = options;
    this.logLimit = new LogLimit(log, monotonicMs);
    this.socket = new HostSocket(record.socketPath);
    this.exited = (child ? childExit(child) : adoptedExit(record.process)).then(
      exit => {
        this.#exit = exit;
        this.logLimit.stop();
        return exit;
      },
    );
  }

  /** Set once the process has ended. */
  get exit(): HostExit | undefined {
    return this.#exit;
  }

  /** What the kernel says of the memory of a host that it has ended. */
  get outOfMemory(): string | undefined {
    return this.options.limits.outOfMemory(this.record.hostId);
  }

  get alive(): boolean {
    return !this.#exit && isAlive(this.record.process);
  }

  get rss(): number | undefined {
    return residentMemory(this.record.process.pid);
  }

  /** Asks it to end, and makes it end 10 seconds later. */
  async terminate(): Promise<void> {
    signalProcess(this.record.process, 'SIGTERM');
    const timer = setTimeout(
      () => signalProcess(this.record.process, 'SIGKILL'),
      KILL_AFTER_MS,
    );
    await this.exited;
    clearTimeout(timer);
  }

  async kill(): Promise<void> {
    signalProcess(this.record.process, 'SIGKILL');
    await this.exited;
  }
}

function childExit(child: ChildProcess): Promise<HostExit> {
  return new Promise(resolve => {
    child.once('exit', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined }),
    );
  });
}

async function adoptedExit(identity: ProcessIdentity): Promise<HostExit> {
  while (isAlive(identity)) {
    await sleep(ADOPTED_POLL_MS, undefined, { ref: false });
  }
  return {};
}
