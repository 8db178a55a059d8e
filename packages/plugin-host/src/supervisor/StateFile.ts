import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { emptyState, type SupervisorState } from './SupervisorState';

/** Keeps the state on disk: each write is complete or did not happen. */
export class StateFile {
  readonly state: SupervisorState;

  constructor(private readonly path: string, environment: string) {
    this.state = read(path, environment);
  }

  save(): void {
    const temporary = `${this.path}.tmp`;
    const fd = openSync(temporary, 'w', 0o600);
    try {
      writeSync(fd, JSON.stringify(this.state));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, this.path);
    syncDirectory(dirname(this.path));
  }
}

function read(path: string, environment: string): SupervisorState {
  if (!existsSync(path)) return emptyState(environment);
  const state = JSON.parse(readFileSync(path, 'utf8')) as SupervisorState;
  if (state.environment !== environment) {
    throw new Error(
      `${path} belongs to the environment ${state.environment}, not ${environment}; give each environment a --data directory of its own`,
    );
  }
  return state;
}

/** Makes a rename durable. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
