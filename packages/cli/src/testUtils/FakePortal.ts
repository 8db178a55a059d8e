import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a portal received. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** What a portal answers. */
export interface Reply {
  status?: number;
  body?: unknown;
}

type Handler = (request: ReceivedRequest) => Reply;

/** A real HTTP server with the answers of a portal, by method and path. */
export class FakePortal {
  readonly requests: ReceivedRequest[] = [];
  readonly #handlers = new Map<string, Handler>();
  #otherwise: Handler = notFound;
  #server: Server | undefined;

  async start(): Promise<void> {
    this.#server = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const request = {
        method: req.method ?? '',
        path: req.url ?? '',
        headers: req.headers,
        body: Buffer.concat(chunks),
      };
      this.requests.push(request);
      const { status = 200, body } = this.#answer(request);
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(body === undefined ? undefined : JSON.stringify(body));
    });
    await new Promise<void>(resolve =>
      this.#server?.listen(0, '127.0.0.1', resolve),
    );
  }

  get url(): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Answers `GET /path` and the like; the query is not part of the key. */
  on(key: string, handler: Handler | Reply) {
    this.#handlers.set(
      key,
      typeof handler === 'function' ? handler : () => handler,
    );
  }

  /** Answers what no other handler answers. */
  otherwise(handler: Handler) {
    this.#otherwise = handler;
  }

  reset() {
    this.requests.length = 0;
    this.#handlers.clear();
    this.#otherwise = notFound;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise(resolve => this.#server?.close(resolve));
  }

  #answer(request: ReceivedRequest): Reply {
    const path = request.path.split('?')[0];
    const handler = this.#handlers.get(`${request.method} ${path}`);
    return (handler ?? this.#otherwise)(request);
  }
}

function notFound({ method, path }: ReceivedRequest): Reply {
  return {
    status: 404,
    body: { code: 'NOT_FOUND', detail: `No ${method} ${path}` },
  };
}
