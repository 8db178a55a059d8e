import { EventEmitter, once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DesiredState,
  ReplicaRollout,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { TestArtifact } from './buildArtifact';

/** The part of a control plane that a supervisor speaks to, over real HTTP. */
export class FakeControlPlane {
  readonly key = 'ssk_test_host_key';
  readonly statuses: ReplicaStatus[] = [];
  /** With which incarnation the desired state was asked for, in order. */
  readonly incarnations: string[] = [];
  /** Requests for artifacts, in order. */
  readonly downloads: string[] = [];
  #desired: DesiredState | undefined;
  #port = 0;
  #failingDownloads = 0;
  #refusal: string | undefined;
  #server: Server | undefined;
  readonly #artifacts = new Map<string, TestArtifact>();
  readonly #events = new EventEmitter().setMaxListeners(0);

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get latest(): ReplicaStatus | undefined {
    return this.statuses.at(-1);
  }

  /** Every line that any host was ever reported to have said. */
  get logs(): string {
    const hosts = this.statuses.flatMap(status => status.hosts);
    return hosts.flatMap(host => host.logs ?? []).join('\n');
  }

  /** Starts, or comes back on the same port. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#handle(request, response);
    });
    await new Promise<void>(resolve =>
      server.listen(this.#port, '127.0.0.1', resolve),
    );
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>(resolve =>
      server ? server.close(() => resolve()) : resolve(),
    );
  }

  publish(artifact: TestArtifact): void {
    this.#artifacts.set(artifact.digest, artifact);
  }

  setDesired(desired: DesiredState): void {
    this.#desired = desired;
    this.#events.emit('change');
  }

  changeDesired(change: (desired: DesiredState) => DesiredState): void {
    if (this.#desired) this.setDesired(change(this.#desired));
  }

  /** Waits until a report fits, be it one of the past. */
  async everReported(fits: (status: ReplicaStatus) => boolean): Promise<void> {
    await this.reported(() => this.statuses.some(fits));
  }

  /** Waits for a report that fits. */
  async reported(
    fits: (status: ReplicaStatus) => boolean,
    timeoutMs = 45_000,
  ): Promise<ReplicaStatus> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const { latest } = this;
      if (latest && fits(latest)) return latest;
      await sleep(20);
    }
    throw new Error(`Not reported: ${JSON.stringify(this.latest, null, 2)}`);
  }

  /** Waits for the end of a rollout on the replica. */
  async rolloutState(
    rolloutId: string,
    state: ReplicaRollout['state'],
    timeoutMs?: number,
  ): Promise<ReplicaRollout> {
    const { rollout } = await this.reported(
      status =>
        status.rollout?.rolloutId === rolloutId &&
        status.rollout.state === state,
      timeoutMs,
    );
    if (!rollout) throw new Error('No rollout');
    return rollout;
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (request.headers.authorization !== `Bearer ${this.key}`) {
      response.writeHead(401).end();
    } else if (this.#refusal) {
      response.writeHead(409).end(this.#refusal);
    } else if (url.pathname.endsWith('/desired')) {
      await this.#onDesired(url, response);
    } else if (url.pathname.endsWith('/status')) {
      this.statuses.push(JSON.parse(await text(request)) as ReplicaStatus);
      response.writeHead(204).end();
    } else {
      this.#onDownload(url.pathname, response);
    }
  }

  async #onDesired(url: URL, response: ServerResponse): Promise<void> {
    this.incarnations.push(url.searchParams.get('incarnation') ?? '');
    const known = url.searchParams.get('revision');
    const waitMs = Number(url.searchParams.get('wait')) * 1000;
    if (!this.#desired || this.#desired.revision === known) {
      await this.#change(waitMs);
    }
    if (!this.#desired || this.#desired.revision === known) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.#desired));
  }

  async #change(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    await once(this.#events, 'change', { signal }).catch(() => undefined);
  }

  /** From now on every supervisor is refused, or none any more. */
  refuse(problem: { code: string; detail: string } | undefined): void {
    this.#refusal = problem && JSON.stringify(problem);
    this.#server?.closeAllConnections();
  }

  /** The next downloads end as they do while a control plane restarts. */
  failDownloads(count: number): void {
    this.#failingDownloads = count;
  }

  #onDownload(path: string, response: ServerResponse): void {
    if (this.#failingDownloads > 0) {
      this.#failingDownloads -= 1;
      response.destroy();
      return;
    }
    const digest = path.split('/').pop() ?? '';
    this.downloads.push(digest);
    const artifact = this.#artifacts.get(digest);
    if (artifact) response.writeHead(200).end(artifact.tarball);
    else response.writeHead(404).end('no such artifact');
  }
}
