import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { HostRecord } from '../supervisor/HostProcess';
import type { SupervisorState } from '../supervisor/SupervisorState';
import type { FakeControlPlane } from './FakeControlPlane';

const packageDirectory = resolvePackagePath('@sceneshift/plugin-host');

/** Of this test process alone: another one may be running its own at the same time. */
const bundles = join(
  packageDirectory,
  `dist/test-${process.env.JEST_WORKER_ID}`,
);

/** Builds the two bundles that the tests run. */
export function buildBundles(): void {
  const script = join(packageDirectory, 'esbuild.mjs');
  execFileSync(process.execPath, [script, bundles]);
}

/** The built supervisor as a real process, with a data directory of its own. */
export class TestSupervisor {
  readonly data: string;
  output = '';
  #child: ChildProcess | undefined;
  #port = 0;
  readonly #undo: (() => void) | undefined;

  constructor(
    private readonly controlPlane: FakeControlPlane,
    private readonly extra: {
      args?: string[];
      data?: string;
      /** What only the supervisor may know. */
      env?: NodeJS.ProcessEnv;
      /** Makes the data directory ready before anything is written to it; returns what undoes that. */
      prepare?: (data: string) => () => void;
    } = {},
  ) {
    this.data = extra.data ?? mkdtempSync(join(tmpdir(), 'ssh-'));
    if (extra.data) return;
    this.#undo = extra.prepare?.(this.data);
    writeFileSync(join(this.data, 'key'), controlPlane.key, { mode: 0o600 });
    // A directory for everyone to traverse, as a data directory has to be.
    execFileSync('chmod', ['755', this.data]);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get port(): number {
    return this.#port;
  }

  async start(env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.#port ||= await freePort();
    const child = spawn(process.execPath, this.#arguments(), {
      env: { ...process.env, ...this.extra.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    this.#child = child;
    await this.#listening(child);
  }

  /** Whoever reads its output ends. */
  closeOutput(): void {
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }

  /** Another supervisor like this one, with another data directory. */
  async startIn(data: string): Promise<void> {
    const { controlPlane, extra } = this;
    await new TestSupervisor(controlPlane, { ...extra, data }).start();
  }

  /** Ends it as a crash would. */
  async crash(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async exited(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode) return;
    await new Promise(done => child.once('exit', done));
  }

  /** Ends it with all that it has started, and removes its data. */
  async destroy(): Promise<void> {
    await this.stop();
    for (const pid of this.runningHostPids()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Already gone, which is what is wanted.
      }
    }
    this.#undo?.();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Every process that runs a host of this data directory, whether or not anybody knows it. */
  runningHostPids(): number[] {
    const bundle = join(this.data, 'runtime');
    return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter(line => line.includes(bundle) && line.includes('host.cjs.js'))
      .map(line => Number(line.trim().split(' ')[0]));
  }

  /** What its state file says of running hosts. */
  hostPids(): number[] {
    return this.#hosts().map(record => record.process.pid);
  }

  /** Where the hosts of its state file lie. */
  hostDirectories(): string[] {
    return this.#hosts().map(record => record.directory);
  }

  #hosts(): HostRecord[] {
    const path = join(this.data, 'state.json');
    if (!existsSync(path)) return [];
    const state = JSON.parse(readFileSync(path, 'utf8')) as SupervisorState;
    return Object.values(state.hosts);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child?.exitCode === null) this.#child.kill(signal);
    await this.exited();
  }

  #arguments(): string[] {
    return [
      join(bundles, 'supervisor.cjs.js'),
      ...['--url', this.controlPlane.url],
      ...['--environment', 'development'],
      ...['--key-file', join(this.data, 'key')],
      ...['--data', this.data],
      ...['--listen', `127.0.0.1:${this.#port}`],
      ...['--replica-id', 'test'],
      ...(this.extra.args ?? []),
    ];
  }

  async #listening(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (
      Date.now() < deadline &&
      child.exitCode === null &&
      child.signalCode === null
    ) {
      const answer = await fetch(`${this.url}/healthcheck`).catch(() => null);
      if (answer?.ok) return;
      await sleep(30);
    }
    if (child.signalCode === 'SIGKILL') return;
    throw new Error(`The supervisor does not listen: ${this.output}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise(done => server.close(done));
  return port;
}
