import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { connect } from 'node:net';
import { Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { ProxiedPortal } from '../__testUtils__/ProxiedPortal';

jest.setTimeout(30_000);

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

describe('what streams through the proxy', () => {
  let portal: ProxiedPortal;

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
  });
  afterEach(() => portal.endSupervisors());
  afterAll(() => portal.stop());

  it('streams large bodies both ways', async () => {
    const address = await portal.supervisor((request, response) =>
      request.pipe(response),
    );
    portal.route([address]);
    const chunk = Buffer.alloc(1_048_576, 'x');
    const response = await fetch(`${portal.url}/api/hello/upload`, {
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
    const address = await portal.supervisor(async (request, response) => {
      // The upload is never read, the download is written as long as somebody takes it.
      if (request.method === 'GET') sentDown = await pump(response);
    });
    portal.route([address]);
    const upload = httpRequest(`${portal.url}/api/hello/up`, {
      method: 'POST',
    });
    upload.on('error', () => undefined);
    expect(await pump(upload)).toBeLessThan(32 * 1_048_576);
    upload.destroy();

    const download = httpRequest(`${portal.url}/api/hello/down`).end();
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
    const address = await portal.supervisor((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      request.on('close', () => left());
    });
    portal.route([address], 300);
    const abort = new AbortController();
    const response = await fetch(`${portal.url}/api/hello/events`, {
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
    const server = createServer();
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket, request) => {
      socket.on('message', data => socket.send(`${request.url} ${data}`));
    });
    portal.route([await portal.listen(server)]);
    const client = new WebSocket(
      `${portal.url.replace('http', 'ws')}/api/hello/ws?a=1`,
    );
    await once(client, 'open');
    client.send('hi');
    const [message] = await once(client, 'message');
    expect(String(message)).toBe('/api/hello/ws?a=1 hi');
    client.close();
    await once(client, 'close');

    portal.route([]);
    const refused = new WebSocket(
      `${portal.url.replace('http', 'ws')}/api/hello/ws`,
    );
    const [error] = await once(refused, 'error');
    expect(String(error)).toContain('503');

    const own = await new Promise<IncomingMessage>(resolve => {
      httpRequest(`${portal.url}/api/catalog/ping`, {
        headers: { connection: 'Upgrade', upgrade: 'websocket' },
      })
        .on('response', resolve)
        .end();
    });
    expect(own.statusCode).toBe(200);
    own.resume();
  });

  it('passes on that a host does not want a WebSocket, without what is not for it to say', async () => {
    const server = createServer();
    server.on('upgrade', (_request, socket) =>
      socket.end(
        'HTTP/1.1 401 Unauthorized\r\ncontent-security-policy: none\r\nset-cookie: a=b; path=/\r\n' +
          'transfer-encoding: chunked\r\n\r\n3\r\nno!\r\n0\r\n\r\n',
      ),
    );
    portal.route([await portal.listen(server)]);
    const answer = await new Promise<IncomingMessage>(resolve => {
      httpRequest(`${portal.url}/api/hello/ws`, {
        headers: { connection: 'Upgrade', upgrade: 'websocket' },
      })
        .on('response', resolve)
        .end();
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).not.toHaveProperty('content-security-policy');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(await text(answer)).toBe('no!');
  });

  it('takes a body to its end that was answered before, for callers that read last', async () => {
    const address = await portal.supervisor((_request, response) => {
      response.statusCode = 413;
      response.end();
    });
    portal.route([address]);
    const body = Buffer.alloc(16 * 1_048_576);
    const socket = connect(Number(new URL(portal.url).port), '127.0.0.1');
    socket.write(
      `POST /api/hello/up HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    await new Promise(sent => socket.write(body, sent));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('HTTP/1.1 413');
    socket.destroy();
  });

  it('ends a WebSocket that no host takes in time with 504', async () => {
    const server = createServer();
    server.on('upgrade', () => undefined);
    portal.route([await portal.listen(server)], 200);
    const client = new WebSocket(
      `${portal.url.replace('http', 'ws')}/api/hello/ws`,
    );
    const [error] = await once(client, 'error');
    expect(String(error)).toContain('504');
  });
});
