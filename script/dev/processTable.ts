import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of ours, told from a later one with the same number by its start time. */
export interface ProcessRecord {
  name: string;
  pid: number;
  startTime: string;
  /** It leads a process group, which is ended as a whole. */
  group?: boolean;
}

/** The kernel's start time of a process, or undefined when there is none. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Zombies have ended; only their parent has not looked yet.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function isRunning(record: ProcessRecord): boolean {
  return startTimeOf(record.pid) === record.startTime;
}

export function writeRecord(
  folder: string,
  name: string,
  pid: number,
  options: { group?: boolean } = {},
): void {
  const record = { name, pid, startTime: startTimeOf(pid), ...options };
  fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(record));
}

export function removeRecord(folder: string, name: string): void {
  fs.rmSync(path.join(folder, `${name}.json`), { force: true });
}

/** What an earlier run recorded; unreadable records (a full disk, a cut write) count as none. */
export function readRecords(folder: string): ProcessRecord[] {
  return fs
    .readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .flatMap(file => {
      try {
        return [JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'))];
      } catch {
        return [];
      }
    });
}

/** Asks a process to end, waits, then ends it. */
export async function endProcess(
  record: ProcessRecord,
  options: { signal?: NodeJS.Signals; timeoutMs?: number } = {},
): Promise<void> {
  const { signal = 'SIGTERM', timeoutMs = 10_000 } = options;
  signalRecord(record, signal);
  const deadline = Date.now() + timeoutMs;
  while (isRunning(record) && Date.now() < deadline) await sleep(50);
  signalRecord(record, 'SIGKILL');
}

function signalRecord(record: ProcessRecord, signal: NodeJS.Signals): void {
  if (!isRunning(record)) return;
  try {
    process.kill(record.group ? -record.pid : record.pid, signal);
  } catch (error) {
    // It ended between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
