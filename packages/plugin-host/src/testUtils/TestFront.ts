import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import {
  createServer as createNetServer,
  type Server as NetServer,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Front } from '../supervisor/front/Front';
import { HostTarget } from '../supervisor/front/HostTarget';
import { createSupervisorLog } from '../supervisor/SupervisorLog';

/** How long the front waits for a host, and a host for its answer. */
export const HOLD_MS = 400;
export const TIMEOUT_MS = 300;

/** A front with its log and with hosts that answer as they are told, each on a socket of its own. */
export class TestFront {
  readonly #lines: string[] = [];
  readonly #policy: { requestTimeoutMs: number };
  readonly front: Front;
  readonly #directory = mkdtempSync(join(tmpdir(), 'front-'));
  readonly #hosts: NetServer[] = [];
  port = 0;

  constructor({ holdMs = HOLD_MS, requestTimeoutMs = TIMEOUT_MS } = {}) {
    const log = createSupervisorLog(line => this.#lines.push(line));
    this.front = new Front({ log, holdMs });
    this.#policy = { requestTimeoutMs };
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    ({ port: this.port } = await this.front.listen('127.0.0.1', 0));
  }

  stop(): void {
    this.front.close();
    for (const host of this.#hosts) host.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async startHost(
    listener: RequestListener,
  ): Promise<{ server: Server; target: HostTarget }> {
    const server = createServer(listener);
    return { server, target: await this.#listen(server) };
  }

  async serve(
    pluginId: string,
    listener: RequestListener,
  ): Promise<{ server: Server; target: HostTarget }> {
    const host = await this.startHost(listener);
    this.front.route(pluginId).serve(host.target);
    return host;
  }

  /** A host that answers every request with these bytes. */
  async serveBytes(pluginId: string, answer: string): Promise<void> {
    const server = createNetServer(socket => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(answer));
    });
    this.front.route(pluginId).serve(await this.#listen(server));
  }

  /** What the log says of the request with this id. */
  logged(requestId: string): Record<string, unknown> | undefined {
    return this.#lines
      .map(line => JSON.parse(line))
      .find(line => line.requestId === requestId);
  }

  async #listen(server: NetServer): Promise<HostTarget> {
    this.#hosts.push(server);
    const path = join(this.#directory, `h${this.#hosts.length}`);
    await new Promise<void>(resolve => server.listen(path, resolve));
    return new HostTarget(path, () => this.#policy);
  }
}
