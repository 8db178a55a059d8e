import { existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory, writeDurably } from './durableFile';
import { failpoint } from './failpoint';
import type { SupervisorLog } from './SupervisorLog';
import { emptyState, type SupervisorState } from './SupervisorState';

const RETRY_MS = 1_000;

/** Keeps the state on disk: each write is complete or did not happen. */
export class StateFile {
  readonly state: SupervisorState;

  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly path: string,
    environment: string,
    private readonly log: SupervisorLog,
  ) {
    this.state = read(path, environment, log);
  }

  /**
   * Writes the state for what is not to be undone if that fails: a full disk must not end what serves. Tries again until it
   * succeeds.
   */
  keep(): void {
    clearTimeout(this.#retry);
    try {
      this.save();
    } catch (error) {
      this.log.warn('The state could not be written; it is tried again', {
        cause: (error as Error).message,
      });
      this.#retry = setTimeout(() => this.keep(), RETRY_MS);
    }
  }

  /** Writes the state, or throws: for what must not happen without being on record. */
  save(): void {
    const temporary = `${this.path}.tmp`;
    writeDurably(temporary, JSON.stringify(this.state));
    failpoint('supervisor.state.written');
    if (existsSync(this.path)) renameSync(this.path, previousOf(this.path));
    failpoint('supervisor.state.putBack');
    renameSync(temporary, this.path);
    syncDirectory(dirname(this.path));
  }
}

/** One step older: to a supervisor that finds nothing newer, the last step has not happened yet. */
function previousOf(path: string): string {
  return `${path}.previous`;
}

function read(
  path: string,
  environment: string,
  log: SupervisorLog,
): SupervisorState {
  const state =
    parse(path, log) ?? parse(previousOf(path), log) ?? emptyState(environment);
  if (state.environment === environment) return state;
  throw new Error(
    `${path} belongs to the environment ${state.environment}, not ${environment}; give each environment a --data directory of its own`,
  );
}

/** A file that cannot be read is put aside: the one before it, or the control plane, knows what it held. */
function parse(path: string, log: SupervisorLog): SupervisorState | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return asState(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    log.warn('The state is damaged and put aside', {
      cause: (error as Error).message,
      path: `${path}.damaged`,
    });
    renameSync(path, `${path}.damaged`);
    return undefined;
  }
}

function asState(value: unknown): SupervisorState {
  const state = value as SupervisorState | null;
  const parts = [state?.slots, state?.hosts, state?.artifacts, state?.users];
  const complete = parts.every(part => typeof part === 'object' && part);
  if (state?.formatVersion === 1 && state.environment && complete) return state;
  throw new Error('It is not a state of this format');
}
