import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Reply = [status: number, body?: Buffer | string];

/** A registry as a pack worker sees it: jobs to claim, files to fetch, outcomes and uploads to receive. */
export class FakeRegistry {
  readonly jobs: object[] = [];
  readonly files = new Map<string, Buffer | string>();
  readonly uploads: Array<{ path: string; body: Buffer }> = [];
  readonly outcomes: Array<{ path: string; body: Record<string, string> }> = [];
  readonly credentials = new Set<string | undefined>();
  #server: Server | undefined;

  /** Listens on a free port, or again on the one it had. */
  async start(port: number = 0): Promise<void> {
    this.#server = createServer((request, response) => {
      this.credentials.add(request.headers.authorization);
      this.#answer(request).then(
        ([status, body]) => response.writeHead(status).end(body),
        error => response.writeHead(500).end(String(error)),
      );
    });
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    return (this.#server?.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise(resolve => this.#server?.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '';
    if (path.endsWith('/claim')) return await this.#claim();
    if (request.method === 'PUT') {
      this.uploads.push({ path, body });
      return [201, '{}'];
    }
    if (request.method === 'POST') {
      const parsed = body.length > 0 ? JSON.parse(String(body)) : {};
      this.outcomes.push({ path, body: parsed });
      return [204];
    }
    const file = this.files.get(path);
    return file === undefined ? [404, '{"code":"NOT_FOUND"}'] : [200, file];
  }

  async #claim(): Promise<Reply> {
    const job = this.jobs.shift();
    if (job) return [200, JSON.stringify(job)];
    await sleep(100);
    return [204];
  }
}
