import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, EXIT } from './CliError';

/** What a command ends with on Ctrl-C. */
export function interrupted(remedy: string = ''): CliError {
  return new CliError(`Stopped${remedy}`, EXIT.failed, 'INTERRUPTED');
}

/** Waits, unless the command should end. @param remedy - how to go on then */
export async function pauseFor(
  milliseconds: number,
  signal: AbortSignal | undefined,
  remedy: string,
): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal?.aborted ? interrupted(remedy) : error;
  }
}
