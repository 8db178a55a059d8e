import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import { HOST_EXIT } from '../protocol/hostStatus';
import type { HostExit, HostProcess } from './HostProcess';

/** What V8 says when its heap, or the memory that the process may have, is used up. */
const OUT_OF_MEMORY =
  /JavaScript heap out of memory|Fatal process out of memory/;

/** The reason of an end that nobody asked for. */
export function exitError(
  host: Pick<HostProcess, 'log' | 'outOfMemory'>,
  wanted: DesiredHost,
  exit: HostExit,
): SceneshiftError {
  const lines = host.log.tail();
  const what = describeHost(wanted);
  const memory = host.outOfMemory ?? exhaustion(exit, lines);
  if (memory) {
    return new SceneshiftError(
      'HOST_OUT_OF_MEMORY',
      `${what} used more memory than it may: ${memory}; fix the plugin, or raise maxOldSpaceMb and maxRssMb of the environment`,
    );
  }
  if (exit.code === HOST_EXIT.startFailed) {
    return new SceneshiftError(
      'HOST_START_FAILED',
      `${what} failed to start: ${startFailure(lines)}`,
    );
  }
  return new SceneshiftError(
    'HOST_EXITED',
    `The host of ${what} ended by itself (${describeExit(exit)})`,
  );
}

/** The packages of a host, for people. */
export function describeHost(wanted: DesiredHost): string {
  return wanted.packages.map(p => `${p.name} ${p.version}`).join(', ');
}

/** V8 aborts or traps; of an adopted host only its last words are known. */
function exhaustion(exit: HostExit, lines: string[]): string | undefined {
  const ended = !exit.signal || ['SIGABRT', 'SIGTRAP'].includes(exit.signal);
  const exhausted = exit.code === undefined && lines.some(isExhausted);
  return ended && exhausted ? 'it ran out of heap' : undefined;
}

function isExhausted(line: string): boolean {
  return OUT_OF_MEMORY.test(line);
}

function startFailure(lines: string[]): string {
  for (const line of lines.toReversed()) {
    try {
      const { failure } = JSON.parse(line) as { failure?: unknown };
      // A plugin writes to the same log: what is no text may throw when it is made one.
      if (failure && typeof failure === 'string') return failure;
    } catch {
      // Not one of the host's own lines.
    }
  }
  return 'see the log';
}

function describeExit(exit: HostExit): string {
  if (exit.signal) return `signal ${exit.signal}`;
  return exit.code === undefined ? 'cause unknown' : `code ${exit.code}`;
}
