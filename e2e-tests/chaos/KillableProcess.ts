import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A time during which a process could not answer. */
export interface Outage {
  from: number;
  /** Absent while it lasts. */
  to?: number;
}

export interface KillableOptions {
  name: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Answers 200 once the process does its work. */
  readyUrl: string;
}

/** A process of the portal that is killed and started again, many times. */
export class KillableProcess {
  readonly name: string;
  readonly outages: Outage[] = [];
  /** The failpoint at which it will end itself. */
  armedWith?: string;
  readonly #options: KillableOptions;
  #child?: ChildProcess;
  #exited: Promise<void> = Promise.resolve();
  #retired = false;

  constructor(options: KillableOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get running(): boolean {
    const child = this.#child;
    return (
      child !== undefined &&
      child.exitCode === null &&
      child.signalCode === null
    );
  }

  /** Resolves when the present process has ended, however. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /** @returns whether it came to work: armed with a failpoint of its start, it does not */
  async start(failpoint?: string): Promise<boolean> {
    if (this.#retired) throw new Error(`${this.name} is not needed any more`);
    const { args, cwd, env, logFile } = this.#options;
    const log = fs.openSync(logFile, 'a');
    const child = spawn(process.execPath, args, {
      cwd,
      env: failpoint ? { ...env, SCENESHIFT_FAILPOINT: failpoint } : env,
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    this.#child = child;
    this.armedWith = failpoint;
    this.#exited = new Promise(resolve => child.once('exit', () => resolve()));
    void this.#exited.then(() => this.#onExit());
    return this.#untilReady(child);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.running) this.#child!.kill(signal);
    await this.#exited;
  }

  /** Ends it for good: what is still under way must not start it again. */
  async retire(): Promise<void> {
    this.#retired = true;
    await this.kill('SIGTERM');
  }

  #onExit(): void {
    this.armedWith = undefined;
    const last = this.outages.at(-1);
    if (!last || last.to !== undefined) this.outages.push({ from: Date.now() });
  }

  async #untilReady(child: ChildProcess): Promise<boolean> {
    const deadline = Date.now() + 60_000;
    while (child.exitCode === null && child.signalCode === null) {
      if (await answers(this.#options.readyUrl)) {
        const last = this.outages.at(-1);
        if (last) last.to ??= Date.now();
        return true;
      }
      if (Date.now() > deadline)
        throw new Error(
          `${this.name} does not answer; its log: ${this.#options.logFile}`,
        );
      await sleep(25);
    }
    if (child.signalCode === 'SIGKILL') return false;
    throw new Error(
      `${this.name} ended by itself (${child.exitCode}); its log: ${
        this.#options.logFile
      }`,
    );
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Nothing listens yet: it is asked again.
    return false;
  }
}
