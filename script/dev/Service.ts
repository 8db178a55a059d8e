import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { terminal } from './console.ts';
import type { Layout } from './layout.ts';
import {
  endProcess,
  removeRecord,
  startTimeOf,
  writeRecord,
} from './processTable.ts';

export interface ServiceSpec {
  name: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  verbose: boolean;
  /** How long the process may take to end by itself after SIGTERM. */
  stopTimeoutMs: number;
}

/** A process of the portal that is started again when it dies. */
export class Service {
  readonly #spec: ServiceSpec;
  readonly #layout: Layout;
  #child?: ChildProcess;
  #stopping = false;
  #quickDeaths = 0;

  constructor(layout: Layout, spec: ServiceSpec) {
    this.#layout = layout;
    this.#spec = spec;
  }

  get logFile(): string {
    return path.join(this.#layout.logs, `${this.#spec.name}.log`);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const { name, args, env, cwd, verbose } = this.#spec;
    const started = Date.now();
    const child = spawn(process.execPath, args, {
      cwd,
      env,
      // Its own process group: Ctrl-C reaches this script alone, which then stops all in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    if (child.pid) writeRecord(this.#layout.run, name, child.pid);
    const log = fs.createWriteStream(this.logFile, { flags: 'a', mode: 0o600 });
    log.on('error', error =>
      terminal.warn(`${name}: its log cannot be written: ${error.message}`),
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(log, { end: false });
      if (verbose) stream.pipe(process.stdout, { end: false });
    }
    child.once('exit', (code, signal) => {
      log.end();
      void this.#ended(Date.now() - started, signal ?? `code ${code}`);
    });
  }

  async #ended(lifetimeMs: number, how: string): Promise<void> {
    removeRecord(this.#layout.run, this.#spec.name);
    if (this.#stopping) return;
    this.#quickDeaths = lifetimeMs < 20_000 ? this.#quickDeaths + 1 : 0;
    const delay = Math.min(30_000, 500 * 2 ** this.#quickDeaths);
    terminal.warn(
      `${this.#spec.name} ended (${how}); starting it again in ${
        delay / 1000
      } s. Its log: ${this.logFile}`,
    );
    if (this.#quickDeaths >= 3) terminal.warn(this.lastWords());
    await sleep(delay);
    if (!this.#stopping) this.start();
  }

  /** The end of the log, for a message to a person. */
  lastWords(lines = 15): string {
    if (!fs.existsSync(this.logFile)) return '';
    return fs
      .readFileSync(this.logFile, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  }

  get failing(): boolean {
    return this.#quickDeaths >= 3;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const pid = this.#child?.pid;
    const startTime = pid && startTimeOf(pid);
    if (!pid || !startTime) return;
    await endProcess(
      { name: this.#spec.name, pid, startTime },
      { timeoutMs: this.#spec.stopTimeoutMs },
    );
    removeRecord(this.#layout.run, this.#spec.name);
  }
}
