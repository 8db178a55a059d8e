import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process, told apart from a later one with the same number: a pid alone may have been reused, and killing by it
 * could hit a stranger.
 */
export interface ProcessIdentity {
  pid: number;
  /** Opaque; differs between two processes that had the same pid. */
  startTime: string;
}

/** The identity of a running process, or undefined when there is none (a zombie is none). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startTime =
    process.platform === 'linux' ? linuxStartTime(pid) : psStartTime(pid);
  return startTime ? { pid, startTime } : undefined;
}

/** True while exactly this process runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startTime === identity.startTime;
}

/** Signals the process if it is still the same one. Returns whether it was. */
export function signalProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Resident memory in bytes, where the platform tells it cheaply. */
export function residentMemory(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const pages = readProc(`/proc/${pid}/statm`)?.split(' ')[1];
  return pages ? Number(pages) * 4096 : undefined;
}

function linuxStartTime(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  // The second field is the command in parentheses and may itself contain anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  // Ticks count from the boot, so two boots could agree: the boot's id makes the difference.
  return `${bootId()}/${fields[19]}`;
}

function bootId(): string {
  return readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function psStartTime(pid: number): string | undefined {
  try {
    const output = execFileSync(
      'ps',
      ['-o', 'stat=,lstart=', '-p', String(pid)],
      { encoding: 'utf8' },
    ).trim();
    return output && !output.startsWith('Z')
      ? output.replace(/^\S+\s+/, '')
      : undefined;
  } catch {
    // ps ends with 1 when there is no such process.
    return undefined;
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended between two reads.
    return undefined;
  }
}
