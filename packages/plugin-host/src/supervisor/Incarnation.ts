import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory, writeDurably } from './durableFile';
import { failpoint } from './failpoint';
import type { SupervisorLog } from './SupervisorLog';

/** What the control plane takes: another one would be refused with every start. */
const TAKEN = /^[A-Za-z0-9-]{1,64}\.[0-9]{1,15}$/;

/** As it is kept in the data directory. */
interface Incarnation {
  directory: string;
  start: number;
}

/**
 * Begins another life of a data directory that is locked: the control plane lets the newest one of a directory in at once, and
 * refuses another directory under the same replica id. A number that could not be kept is still larger than the last one, by the
 * time of day.
 *
 * @returns `<directory>.<start>`, as the control plane wants it
 */
export function beginIncarnation(
  path: string,
  options: { now: number; log: SupervisorLog },
): string {
  const last = read(path);
  const directory = last?.directory ?? randomUUID();
  const start = Math.max((last?.start ?? 0) + 1, options.now);
  try {
    write(path, { directory, start });
  } catch (error) {
    options.log.warn('The start could not be noted in the data directory', {
      cause: (error as Error).message,
    });
  }
  return `${directory}.${start}`;
}

/** One that is damaged makes this another directory, which takes its own place after some seconds. */
function read(path: string): Incarnation | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Incarnation | null;
    const isWhole =
      typeof value?.start === 'number' &&
      TAKEN.test(`${value.directory}.${value.start}`);
    return isWhole ? value : undefined;
  } catch {
    return undefined;
  }
}

function write(path: string, incarnation: Incarnation): void {
  const temporary = `${path}.tmp`;
  writeDurably(temporary, JSON.stringify(incarnation));
  failpoint('supervisor.incarnation.written');
  renameSync(temporary, path);
  syncDirectory(dirname(path));
  failpoint('supervisor.incarnation.begun');
}
