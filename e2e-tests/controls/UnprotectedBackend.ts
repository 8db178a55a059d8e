import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../script/dev/ports.ts';
import { checkout } from '../src/RunningPortal.ts';

const transform = createRequire(import.meta.url).resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);

/** One process that runs a plugin of the portal and one on trial, with nothing between them. */
export class UnprotectedBackend {
  readonly logFile: string;
  readonly #child: ChildProcess;
  readonly #url: string;

  private constructor(child: ChildProcess, url: string, logFile: string) {
    this.#child = child;
    this.#url = url;
    this.logFile = logFile;
  }

  static async start(
    example: string,
    options: { databaseUrl: string; folder: string; plainNode?: boolean },
  ): Promise<UnprotectedBackend> {
    const port = await findFreePort(17_507);
    const logFile = path.join(
      options.folder,
      `${example.replaceAll('/', '-')}.log`,
    );
    const log = fs.openSync(logFile, 'a');
    const child = spawn(
      process.execPath,
      [
        // As much as a host is given.
        '--max-old-space-size=256',
        ...['--require', transform],
        path.join(checkout, 'e2e-tests/controls/backendMain.ts'),
        path.join(checkout, 'examples/plugins', example),
        String(port),
        options.databaseUrl,
      ],
      {
        stdio: ['ignore', log, log],
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'development',
          ...(options.plainNode ? { PLAIN_NODE: '1' } : {}),
        },
      },
    );
    fs.closeSync(log);
    return new UnprotectedBackend(child, `http://127.0.0.1:${port}`, logFile);
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resident memory. */
  get rss(): number {
    if (this.ended) return 0;
    const file = `/proc/${this.#child.pid}/statm`;
    return Number(fs.readFileSync(file, 'utf8').split(' ')[1]) * 4096;
  }

  get logBytes(): number {
    return fs.statSync(this.logFile).size;
  }

  /** Whether the portal's own plugin answers. */
  answers(timeoutMs = 3_000): Promise<boolean> {
    return this.#isOk('/api/echo/ping', timeoutMs);
  }

  /** Waits until the portal takes requests; false when time is up or the process has ended. */
  async serves(timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline && !this.ended) {
      const ready = await this.#isOk('/.backstage/health/v1/readiness', 3_000);
      if (ready && (await this.answers())) return true;
      await sleep(100);
    }
    return false;
  }

  /** Asks the plugin on trial, without waiting for an answer. */
  ask(pathname: string): void {
    fetch(`${this.#url}/api/hello${pathname}`).then(
      response => response.body?.cancel(),
      // The process may end before it answers: that is looked at elsewhere.
      () => undefined,
    );
  }

  async #isOk(pathname: string, timeoutMs: number): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      return (await fetch(`${this.#url}${pathname}`, { signal })).ok;
    } catch {
      // Gone, or busy: either is no answer.
      return false;
    }
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const ended = new Promise(resolve => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}
