import { generateKeyPairSync } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { Router } from 'express';
import { WebSocket, WebSocketServer } from 'ws';
import { hostedPluginsServiceRef } from './hostedPlugins/hostedPluginsServiceRef';
import { InMemoryHostedPlugins } from './hostedPlugins/InMemoryHostedPlugins';
import { hostedPluginsRootHttpRouterFactory } from './hostedPluginsRootHttpRouterFactory';

jest.setTimeout(30_000);

const { publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Writes until nobody has taken anything for a while, or 256 MB are through. */
async function pump(target: Writable): Promise<number> {
  const chunk = Buffer.alloc(1_048_576, 'x');
  let size = 0;
  for (; size < 256 * chunk.length; size += chunk.length) {
    if (target.write(chunk)) continue;
    const drained = once(target, 'drain').then(() => true);
    if (!(await Promise.race([drained, sleep(300, false)]))) break;
  }
  return size;
}

/** A plugin of the portal itself, beside hosted ones. */
const ownPlugin = createBackendPlugin({
  pluginId: 'catalog',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = Router();
        router.get('/ping', (_request, response) => {
          response.json({ from: 'catalog' });
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});

describe('the root HTTP router with hosted plugins', () => {
  const servers: Server[] = [];
  const hostedPlugins = new InMemoryHostedPlugins();
  let stop: () => Promise<void>;
  let portal: string;

  async function supervisor(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function route(
    addresses: string[],
    requestTimeoutMs = 10_000,
    environment = 'development',
  ) {
    hostedPlugins.update({
      currentEnvironment: 'development',
      environments: {
        development: { requestTimeoutMs, plugins: {} },
        [environment]: {
          requestTimeoutMs,
          plugins: {
            hello: { addresses, signingKey: { keyId: 'k1', publicKey } },
          },
        },
      },
    });
  }

  beforeAll(async () => {
    const port = await freePort();
    portal = `http://127.0.0.1:${port}`;
    // Not `startTestBackend`: it insists on a root HTTP router of its own.
    const backend = createBackend();
    backend.add(hostedPluginsRootHttpRouterFactory);
    backend.add(ownPlugin);
    backend.add(mockServices.rootLogger.factory());
    backend.add(mockServices.auth.factory());
    backend.add(mockServices.httpAuth.factory());
    backend.add(
      createServiceFactory({
        service: hostedPluginsServiceRef,
        deps: {},
        factory: () => hostedPlugins,
      }),
    );
    backend.add(
      mockServices.rootConfig.factory({
        data: {
          backend: {
            baseUrl: portal,
            listen: { host: '127.0.0.1', port },
            cors: { origin: 'http://portal.example' },
          },
        },
      }),
    );
    await backend.start();
    stop = () => backend.stop();
  });

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  afterAll(() => stop());

  it('holds requests until the table is loaded, and leaves the portal alone', async () => {
    const own = await fetch(`${portal}/api/catalog/ping`);
    expect(await own.json()).toEqual({ from: 'catalog' });
    const address = await supervisor((_request, response) =>
      response.end('late'),
    );
    const held = fetch(`${portal}/api/hello/x`);
    await sleep(200);
    route([address]);
    expect(await (await held).text()).toBe('late');
  });

  it('passes paths, queries, headers and bodies on, and is the authority for its own headers', async () => {
    const seen: IncomingMessage[] = [];
    const address = await supervisor(async (request, response) => {
      seen.push(request);
      response.setHeader('access-control-allow-origin', 'http://evil.example');
      response.setHeader('content-security-policy', 'default-src *');
      response.setHeader('x-plugin', 'yes');
      response.statusCode = 201;
      request.pipe(response);
    });
    route([address]);
    const response = await fetch(`${portal}/api/hello/a%20b?q=1`, {
      method: 'POST',
      body: 'body',
      headers: {
        origin: 'http://portal.example',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        'x-request-id': 'r1',
      },
    });
    expect(response.status).toBe(201);
    expect(await response.text()).toBe('body');
    expect(response.headers.get('x-plugin')).toBe('yes');
    expect(response.headers.get('x-request-id')).toBe('r1');
    expect(response.headers.get('access-control-allow-origin')).toBe(
      'http://portal.example',
    );
    expect(response.headers.get('content-security-policy')).not.toContain(
      'default-src *',
    );
    expect(seen[0]!.url).toBe('/api/hello/a%20b?q=1');
    expect(seen[0]!.headers).toMatchObject({
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'x-request-id': 'r1',
      'x-forwarded-proto': 'http',
    });
  });

  it('answers for public keys itself', async () => {
    const address = await supervisor((_request, response) =>
      response.end('not mine to say'),
    );
    route([address]);
    const response = await fetch(
      `${portal}/api/hello/.backstage/auth/v1/jwks.json`,
    );
    expect(await response.json()).toEqual({
      keys: [
        expect.objectContaining({ kid: 'k1', alg: 'ES256', crv: 'P-256' }),
      ],
    });
  });

  it('answers 503 and never 404 while no host serves', async () => {
    route([]);
    const none = await fetch(`${portal}/api/hello/x`);
    expect(none.status).toBe(503);
    expect(none.headers.get('retry-after')).toBe('2');
    expect(await none.json()).toMatchObject({ code: 'HOST_UNAVAILABLE' });

    route([`http://127.0.0.1:${await freePort()}`]);
    const refused = await fetch(`${portal}/api/hello/x`, {
      method: 'POST',
      body: 'x',
    });
    expect(refused.status).toBe(503);
    expect((await fetch(`${portal}/api/constructor/x`)).status).toBe(404);
  });

  it('takes another replica for GET, and does not repeat what may have been done', async () => {
    const dying = await supervisor(request => request.socket.destroy());
    const healthy = await supervisor((_request, response) =>
      response.end('ok'),
    );
    route([dying, healthy]);
    for (let i = 0; i < 4; i += 1) {
      expect(await (await fetch(`${portal}/api/hello/x`)).text()).toBe('ok');
    }
    const gone = `http://127.0.0.1:${await freePort()}`;
    const echo = await supervisor((request, response) =>
      request.pipe(response),
    );
    route([gone, echo]);
    for (let i = 0; i < 2; i += 1) {
      const sent = await fetch(`${portal}/api/hello/x`, {
        method: 'POST',
        body: 'never reached anybody else',
      });
      expect(await sent.text()).toBe('never reached anybody else');
    }
    route([dying]);
    const lost = await fetch(`${portal}/api/hello/x`, {
      method: 'POST',
      body: 'x',
    });
    expect(lost.status).toBe(502);
    expect(await lost.json()).toMatchObject({ code: 'HOST_CONNECTION_LOST' });
  });

  it('ends a request that takes too long with 504', async () => {
    const address = await supervisor(() => undefined);
    route([address], 200);
    const response = await fetch(`${portal}/api/hello/slow`);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: 'HOST_TIMEOUT' });
  });

  it('streams large bodies both ways', async () => {
    const address = await supervisor((request, response) =>
      request.pipe(response),
    );
    route([address]);
    const chunk = Buffer.alloc(1_048_576, 'x');
    const response = await fetch(`${portal}/api/hello/upload`, {
      method: 'POST',
      body: Readable.toWeb(Readable.from(Array(64).fill(chunk))) as BodyInit,
      duplex: 'half',
    } as RequestInit);
    let size = 0;
    for await (const part of response.body!) size += part.length;
    expect(size).toBe(64 * 1_048_576);
  });

  it('lets the slower side set the pace instead of holding bodies in memory', async () => {
    let sentDown = 0;
    const address = await supervisor(async (request, response) => {
      // The upload is never read, the download is written as long as somebody takes it.
      if (request.method === 'GET') sentDown = await pump(response);
    });
    route([address]);
    const upload = httpRequest(`${portal}/api/hello/up`, { method: 'POST' });
    upload.on('error', () => undefined);
    expect(await pump(upload)).toBeLessThan(32 * 1_048_576);
    upload.destroy();

    const download = httpRequest(`${portal}/api/hello/down`).end();
    download.on('error', () => undefined);
    await once(download, 'response');
    await sleep(1_000);
    expect(sentDown).toBeGreaterThan(0);
    expect(sentDown).toBeLessThan(32 * 1_048_576);
    download.destroy();
  });

  it('passes events on as they come, and tells the host when the caller leaves', async () => {
    let left!: () => void;
    const hasLeft = new Promise<void>(resolve => (left = resolve));
    const address = await supervisor((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      request.on('close', () => left());
    });
    route([address], 300);
    const abort = new AbortController();
    const response = await fetch(`${portal}/api/hello/events`, {
      signal: abort.signal,
    });
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value!).toString()).toBe('data: 1\n\n');
    // Longer than the time for an answer to begin: events may be far between.
    await sleep(1_200);
    abort.abort();
    await hasLeft;
  });

  it('joins WebSockets, and leaves those of the portal alone', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket, request) => {
      socket.on('message', data => socket.send(`${request.url} ${data}`));
    });
    route([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
    const client = new WebSocket(
      `${portal.replace('http', 'ws')}/api/hello/ws?a=1`,
    );
    await once(client, 'open');
    client.send('hi');
    const [message] = await once(client, 'message');
    expect(String(message)).toBe('/api/hello/ws?a=1 hi');
    client.close();
    await once(client, 'close');

    route([]);
    const refused = new WebSocket(
      `${portal.replace('http', 'ws')}/api/hello/ws`,
    );
    const [error] = await once(refused, 'error');
    expect(String(error)).toContain('503');

    const own = await new Promise<IncomingMessage>(resolve => {
      httpRequest(`${portal}/api/catalog/ping`, {
        headers: { connection: 'Upgrade', upgrade: 'websocket' },
      })
        .on('response', resolve)
        .end();
    });
    expect(own.statusCode).toBe(200);
    own.resume();
  });

  it('serves other environments under their name', async () => {
    const address = await supervisor((request, response) =>
      response.end(request.url),
    );
    route([address], 1_000, 'staging');
    const response = await fetch(
      `${portal}/environments/staging/api/hello/x?y=1`,
    );
    expect(await response.text()).toBe('/api/hello/x?y=1');
    const unknown = await fetch(`${portal}/environments/staging/api/nothing/x`);
    expect(unknown.status).toBe(404);
    expect((await fetch(`${portal}/api/hello/x`)).status).toBe(404);
  });
});
