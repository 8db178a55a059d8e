import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { freePort, ProxiedPortal } from '../__testUtils__/ProxiedPortal';

jest.setTimeout(30_000);

describe('the proxy, when supervisors or hosts fail', () => {
  let portal: ProxiedPortal;

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
  });
  afterEach(() => portal.endSupervisors());
  afterAll(() => portal.stop());

  const url = () => `${portal.url}/api/hello/x`;
  const post = () => fetch(url(), { method: 'POST', body: 'x' });

  it('answers 503 and never 404 while no host serves', async () => {
    portal.route([]);
    const none = await fetch(url());
    expect(none.status).toBe(503);
    expect(none.headers.get('retry-after')).toBe('2');
    expect(await none.json()).toMatchObject({ code: 'HOST_UNAVAILABLE' });

    expect((await fetch(`${portal.url}/api/constructor/x`)).status).toBe(404);
  });

  it('takes another replica for GET, and does not repeat what may have been done', async () => {
    const dying = await portal.supervisor(request => request.socket.destroy());
    const healthy = await portal.supervisor((_request, response) =>
      response.end('ok'),
    );
    portal.route([dying, healthy]);
    for (let i = 0; i < 4; i += 1) {
      expect(await (await fetch(url())).text()).toBe('ok');
    }
    const gone = `http://127.0.0.1:${await freePort()}`;
    const echo = await portal.supervisor((request, response) =>
      request.pipe(response),
    );
    portal.route([gone, echo]);
    for (let i = 0; i < 2; i += 1) {
      const sent = await fetch(`${portal.url}/api/hello/x`, {
        method: 'POST',
        body: 'never reached anybody else',
      });
      expect(await sent.text()).toBe('never reached anybody else');
    }
    portal.route([dying]);
    const lost = await post();
    expect(lost.status).toBe(502);
    expect(await lost.json()).toMatchObject({ code: 'HOST_CONNECTION_LOST' });
  });

  it('repeats GET and HEAD while supervisors die, three times at most', async () => {
    const seen: string[] = [];
    let deaths = 1;
    const address = await portal.supervisor((request, response) => {
      seen.push(request.method ?? '');
      deaths -= 1;
      if (deaths >= 0) request.socket.destroy();
      else response.end('ok');
    });
    portal.route([address]);
    expect((await fetch(url())).status).toBe(200);
    deaths = 1;
    expect((await fetch(url(), { method: 'HEAD' })).status).toBe(200);
    expect(seen.splice(0)).toEqual(['GET', 'GET', 'HEAD', 'HEAD']);
    deaths = 3;
    expect((await fetch(url())).status).toBe(200);
    expect(seen.splice(0)).toHaveLength(4);
    deaths = 4;
    const lost = await fetch(url());
    expect(lost.status).toBe(502);
    expect(await lost.json()).toMatchObject({ code: 'HOST_CONNECTION_LOST' });
    expect(seen).toHaveLength(4);
  });

  it('holds requests while a supervisor is replaced', async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    portal.route([address]);
    const got = fetch(url());
    const sent = post();
    const client = new WebSocket(url().replace('http', 'ws'));
    const opened = once(client, 'open');
    const abort = new AbortController();
    const leaves = fetch(`${portal.url}/api/hello/left`, {
      signal: abort.signal,
    }).catch((error: Error) => error.name);
    await sleep(800);
    abort.abort();
    expect(await leaves).toBe('AbortError');
    await sleep(800);

    const paths: string[] = [];
    const server = createServer(async (request, response) => {
      paths.push(request.url ?? '');
      for await (const chunk of request) response.write(chunk);
      response.end(`${request.method}`);
    });
    const sockets = new WebSocketServer({ server });
    await portal.listen(server, port);
    expect(await (await got).text()).toBe('GET');
    expect(await (await sent).text()).toBe('xPOST');
    await opened;
    client.close();
    await once(client, 'close');
    sockets.close();
    expect(paths).toEqual(['/api/hello/x', '/api/hello/x']);
  });

  it('sends a held request to whoever serves in the meantime', async () => {
    portal.route([`http://127.0.0.1:${await freePort()}`]);
    const held = post();
    await sleep(500);
    portal.route([
      await portal.supervisor((request, response) => request.pipe(response)),
    ]);
    expect(await (await held).text()).toBe('x');
  });

  it('gives up holding after 5 seconds', async () => {
    portal.route([`http://127.0.0.1:${await freePort()}`]);
    const start = Date.now();
    const refused = await post();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(Date.now() - start).toBeGreaterThan(4_500);
    expect(Date.now() - start).toBeLessThan(6_500);
  });

  it('ends a request that takes too long with 504', async () => {
    const address = await portal.supervisor(() => undefined);
    portal.route([address], 200);
    const response = await fetch(`${portal.url}/api/hello/slow`);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: 'HOST_TIMEOUT' });
  });

  it.each(['HTTP/1.1 099 Odd', 'HTTP/1.1 200 \u0001'])(
    'outlives an answer that begins with %j',
    async statusLine => {
      const server = createNetServer(socket => {
        socket.on('error', () => undefined);
        socket.once('data', () =>
          socket.end(`${statusLine}\r\ncontent-length: 2\r\n\r\nok`),
        );
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      portal.route([`http://127.0.0.1:${port}`]);
      const response = await fetch(url());
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({
        code: expect.stringMatching(/^HOST_(ANSWER_INVALID|CONNECTION_LOST)$/),
      });
      server.close();
    },
  );
});
