import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
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
  readonly incarnation: string;
  readonly artifacts: string;
  readonly runtimes: string;
  readonly node: string;
  readonly sockets: string;
  readonly #lock: string;

  constructor(path: string) {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    this.state = join(path, 'state.json');
    this.incarnation = join(path, 'incarnation.json');
    this.artifacts = join(path, 'artifacts');
    this.runtimes = join(path, 'runtime');
    this.node = join(path, 'node');
    this.sockets = join(path, 'sockets');
    this.#lock = join(path, 'supervisor.lock');
  }

  /** Two supervisors in one directory would fight over its hosts. A lock of one that is dead counts for nothing. */
  lock(): void {
    const mine = `${this.#lock}.${process.pid}`;
    // One that was killed here may have left a second name of the lock.
    rmSync(mine, { force: true });
    const identity = JSON.stringify(identifyProcess(process.pid));
    try {
      writeFileSync(mine, identity);
      this.#take(mine);
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC') throw error;
      this.#overwrite(identity);
    } finally {
      rmSync(mine, { force: true });
    }
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

  /** Of two that start in the same moment one takes it: a link is made whole, and only where there is none. */
  #take(mine: string): void {
    while (!linkUnlessTaken(mine, this.#lock)) {
      assertDead(this.#lock, this.#lock);
      this.#putAside(`${mine}.stale`);
    }
  }

  /** A full disk has no room for a second file, but for other words in the first one. */
  #overwrite(identity: string): void {
    assertDead(this.#lock, this.#lock);
    writeFileSync(this.#lock, identity);
  }

  /** Another one may have done so, and taken the lock, since this was found to be of one that is dead. */
  #putAside(aside: string): void {
    try {
      renameSync(this.#lock, aside);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      throw error;
    }
    try {
      assertDead(aside, this.#lock);
    } catch (error) {
      linkUnlessTaken(aside, this.#lock);
      throw error;
    } finally {
      rmSync(aside);
    }
  }
}

/** @returns whether it was free */
function linkUnlessTaken(file: string, lock: string): boolean {
  try {
    linkSync(file, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function assertDead(file: string, lock: string): void {
  const holder = holderOf(file);
  if (!holder || !isAlive(holder)) return;
  throw new Error(
    `${dirname(lock)} is in use by the supervisor with pid ${
      holder.pid
    }; stop it, or choose another --data`,
  );
}

function holderOf(file: string): ProcessIdentity | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    // Put aside by another one, or damaged.
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
