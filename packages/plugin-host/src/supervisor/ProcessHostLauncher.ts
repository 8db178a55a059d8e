import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failpoint } from './failpoint';
import type { HostLedger } from './HostLedger';
import { HostLog } from './HostLog';
import { HostProcess, type HostRecord } from './HostProcess';
import type { HostLaunch, HostLauncher, HostPlace } from './HostLauncher';
import type { ResourceLimits } from './limits/ResourceLimits';
import { identifyProcess } from './processIdentity';
import { Redactor } from '../protocol/Redactor';

/** A flooded log is cut at this size. */
export const MAX_LOG_BYTES = 4 * 1024 * 1024;

/**
 * Starts a host as a detached child process: Node's permission model with the least grants, an environment made from
 * nothing, a user of its own where the supervisor may switch users.
 */
export class ProcessHostLauncher implements HostLauncher {
  constructor(
    private readonly options: {
      ledger: HostLedger;
      limits: ResourceLimits;
      nodePath: string;
      now?: () => Date;
    },
  ) {}

  async launch(launch: HostLaunch): Promise<HostProcess> {
    const { place } = launch;
    const log = new HostLog(
      join(place.directory, 'host.log'),
      new Redactor(launch.secrets),
      MAX_LOG_BYTES,
    );
    const child = this.#spawn(launch, log);
    await spawned(child);
    failpoint('supervisor.process.spawned');
    try {
      return this.#introduce(child, launch, log);
    } catch (error) {
      // What cannot be put on record must not live on: nobody would ever end it.
      await end(child);
      this.options.limits.release(launch.place.hostId);
      throw error;
    }
  }

  #introduce(
    child: ChildProcess,
    launch: HostLaunch,
    log: HostLog,
  ): HostProcess {
    const { place } = launch;
    const pid = child.pid ?? 0;
    this.options.limits.confine(place.hostId, pid, launch.budget);
    const record = this.#record(launch, pid);
    // The record first, the specification second: a supervisor that dies in between leaves a host that reads an
    // incomplete specification and ends, never one that nobody knows.
    writeFileSync(
      join(place.directory, 'process.json'),
      JSON.stringify(record),
    );
    this.options.ledger.spawned(record);
    child.stdin?.on('error', () => child.stdin?.destroy());
    child.stdin?.end(JSON.stringify(launch.spec));
    child.unref();
    const { limits } = this.options;
    return new HostProcess(record, log, { child, limits });
  }

  #spawn(launch: HostLaunch, log: HostLog): ChildProcess {
    const { place } = launch;
    const output = log.open();
    try {
      const [file = '', ...args] = this.#command(launch);
      return spawn(file, args, {
        cwd: place.directory,
        env: hostEnvironment(),
        stdio: ['pipe', output, output],
        detached: true,
        ...(place.uid === undefined ? {} : { uid: place.uid, gid: place.uid }),
      });
    } finally {
      closeSync(output);
    }
  }

  #command(launch: HostLaunch): string[] {
    const { limits, nodePath } = this.options;
    const command = [nodePath, ...nodeFlags(launch), launch.place.bundle];
    return limits.wrap(command, launch.budget);
  }

  #record(launch: HostLaunch, pid: number): HostRecord {
    const { place, spec } = launch;
    const identity = identifyProcess(pid);
    return {
      hostId: place.hostId,
      pluginId: spec.pluginId,
      specDigest: launch.specDigest,
      process: identity ?? { pid, startTime: 'ended' },
      socketPath: spec.socketPath,
      directory: place.directory,
      socketDirectory: place.socketDirectory,
      startedAt: (this.options.now?.() ?? new Date()).toISOString(),
    };
  }
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Read access to the runtime and to the host's own layout; no write, no child process, no worker, no add-on. */
function nodeFlags({ place, maxOldSpaceMb }: HostLaunch): string[] {
  return [
    '--permission',
    // Opens a debugger for whoever may send the signal.
    '--disable-sigusr1',
    ...readGrants(place).map(path => `--allow-fs-read=${path}`),
    `--max-old-space-size=${maxOldSpaceMb}`,
  ];
}

function readGrants(place: HostPlace): string[] {
  const { runtimeDirectory } = place;
  return [
    join(runtimeDirectory, 'node_modules'),
    join(runtimeDirectory, 'package.json'),
    join(runtimeDirectory, 'host', 'node_modules'),
    join(runtimeDirectory, 'host', 'package.json'),
    place.bundle,
    join(place.directory, 'packages'),
    join(place.directory, 'keys'),
  ];
}

/** Nothing is inherited: what a host may know is written here. */
function hostEnvironment(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    TZ: process.env.TZ ?? 'UTC',
    LANG: 'C.UTF-8',
  };
}
