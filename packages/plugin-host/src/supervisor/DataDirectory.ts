import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { failpoint } from './failpoint';
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
} from './processIdentity';

/** The places in a supervisor's data directory, held by one supervisor at a time. */
export class DataDirectory {
  readonly state: string;
  readonly artifacts: string;
  readonly runtimes: string;
  readonly node: string;
  readonly sockets: string;
  readonly #lock: string;

  constructor(path: string) {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    this.state = join(path, 'state.json');
    this.artifacts = join(path, 'artifacts');
    this.runtimes = join(path, 'runtime');
    this.node = join(path, 'node');
    this.sockets = join(path, 'sockets');
    this.#lock = join(path, 'supervisor.lock');
  }

  /** Two supervisors in one directory would fight over its hosts. A lock of one that is dead counts for nothing. */
  lock(): void {
    const holder = this.#holder();
    if (holder && isAlive(holder)) {
      throw new Error(
        `${dirname(this.#lock)} is in use by the supervisor with pid ${
          holder.pid
        }; stop it, or choose another --data`,
      );
    }
    writeFileSync(this.#lock, JSON.stringify(identifyProcess(process.pid)));
    failpoint('supervisor.directory.locked');
  }

  unlock(): void {
    rmSync(this.#lock, { force: true });
  }

  /** Hosts of another user can only run from a directory that everyone may traverse. */
  assertTraversable(): void {
    for (let path = this.runtimes; ; path = dirname(path)) {
      const closed = existsSync(path) && statSync(path).mode % 2 === 0;
      if (closed) {
        throw new Error(
          `Hosts run as other users, who may not traverse ${path}; choose a --data directory below one that they may, such as /var/lib/sceneshift, or start with --host-user same`,
        );
      }
      if (path === dirname(path)) return;
    }
  }

  #holder(): ProcessIdentity | undefined {
    if (!existsSync(this.#lock)) return undefined;
    try {
      return JSON.parse(readFileSync(this.#lock, 'utf8')) as ProcessIdentity;
    } catch {
      // Written by one that was killed in the middle.
      return undefined;
    }
  }
}
