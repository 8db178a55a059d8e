import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../testUtils/eventually';
import { TestFront, TIMEOUT_MS } from '../../testUtils/TestFront';

jest.setTimeout(60_000);

describe('Front', () => {
  const test = new TestFront();
  const { front } = test;
  let url: string;

  beforeAll(async () => {
    await test.start();
    ({ url } = test);
  });
  afterAll(() => test.stop());

  it('streams a large body up and down without holding it', async () => {
    await test.serve('echo', (req, res) => void req.pipe(res));
    const chunk = Buffer.alloc(64 * 1024, 7);
    const body = Readable.from(Array.from({ length: 512 }, () => chunk));
    const init = { method: 'POST', body, duplex: 'half' } as const;
    const response = await fetch(
      `${url}/api/echo/x`,
      init as unknown as RequestInit,
    );
    const back = await response.arrayBuffer();
    expect(back.byteLength).toBe(512 * chunk.length);
  });

  it('passes server-sent events at once, and the client’s abort', async () => {
    let closed = false;
    await test.serve('events', (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.flushHeaders();
      const timer = setInterval(() => res.write('data: 1\n\n'), 10);
      res.on('close', () => {
        closed = true;
        clearInterval(timer);
      });
    });
    const abort = new AbortController();
    const { signal } = abort;
    const response = await fetch(`${url}/api/events`, { signal });
    const first = await response.body?.getReader().read();
    expect(first?.value?.toString()).toBeDefined();
    abort.abort();
    await eventually(() => expect(closed).toBe(true));
  });

  it('hands upgraded connections through both ways', async () => {
    const { server } = await test.serve('socket', (_req, res) => res.end());
    server.on('upgrade', (_req, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n',
      );
      socket.pipe(socket);
    });
    const socket = connect(test.port, '127.0.0.1');
    socket.write(
      'GET /api/socket/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n',
    );
    const received: string[] = [];
    socket.on('data', data => received.push(data.toString()));
    const said = () => received.join('');
    await eventually(() => expect(said()).toMatch(/^HTTP\/1.1 101 /));
    socket.write('ping');
    await eventually(() => expect(said()).toMatch(/\r\n\r\nping$/));
    socket.destroy();
  });

  it('ends one that no host takes in time, or that is under way when its host goes', async () => {
    const { server, target } = await test.serve('deaf', (_req, res) =>
      res.end(),
    );
    server.on('upgrade', () => undefined);
    const ask = () => {
      const socket = connect(test.port, '127.0.0.1');
      socket.write(
        'GET /api/deaf HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n',
      );
      return text(socket);
    };
    const refused = await ask();
    expect(refused).toMatch(/^HTTP\/1.1 504 /);
    expect(refused).toContain('"code":"HOST_TIMEOUT"');
    const inFlight = (count: number) =>
      eventually(() => expect(target.inFlight).toBe(count));
    await inFlight(0);
    const cut = ask();
    await inFlight(1);
    target.close();
    expect(await cut).toBe('');
    await inFlight(0);
  });

  it('hands no upgrade to a host whose caller has gone while it waited', async () => {
    const { server, target } = await test.startHost((_req, res) => res.end());
    const hosted: string[] = [];
    server.on('upgrade', (req, socket) => {
      hosted.push(req.url ?? '');
      socket.end();
    });
    const ask = (path: string) => {
      const socket = connect(test.port, '127.0.0.1');
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`,
      );
      return socket;
    };
    const route = front.route('slow');
    const gone = ask('/api/slow/gone');
    await sleep(100);
    gone.resetAndDestroy();
    await sleep(50);
    route.serve(target);
    await text(ask('/api/slow/here'));
    expect(hosted).toEqual(['/api/slow/here']);
    await eventually(() => expect(target.inFlight).toBe(0));
  });

  it('asks a host for each upgrade on a connection of its own', async () => {
    const { server } = await test.serve('calm', (_req, res) => res.end('no'));
    const ask = (more = '') => {
      const socket = connect(test.port, '127.0.0.1');
      socket.write(
        `GET /api/calm HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n${more}\r\n`,
      );
      return text(socket);
    };
    let connections = 0;
    server.on('connection', () => (connections += 1));
    expect(await ask('Content-Length: 400\r\n')).toMatch(/^HTTP\/1.1 200 /);
    expect(await ask()).toMatch(/^HTTP\/1.1 200 /);
    expect(connections).toBe(2);
  });

  it('keeps hop-by-hop headers and the control plane’s own to itself', async () => {
    const seen: IncomingMessage['headers'][] = [];
    await test.serve('headers', (req, res) => {
      seen.push(req.headers);
      res.writeHead(200, {
        'access-control-allow-origin': '*',
        'content-security-policy': "default-src 'none'",
        connection: 'keep-alive, x-private',
        'x-private': '1',
        'set-cookie': ['a=1', 'b=2'],
        'x-public': '1',
      });
      res.end();
    });
    const headers = await new Promise<IncomingMessage['headers']>(resolve =>
      request(
        `${url}/api/headers`,
        { headers: { connection: 'x-secret', 'x-secret': '1', 'x-kept': '1' } },
        res => resolve(res.resume().headers),
      ).end(),
    );
    expect(seen[0]).toMatchObject({ 'x-kept': '1' });
    expect(seen[0]).not.toHaveProperty('x-secret');
    expect(headers).toMatchObject({
      'x-public': '1',
      'set-cookie': ['a=1', 'b=2'],
    });
    for (const name of [
      'access-control-allow-origin',
      'content-security-policy',
      'x-private',
    ]) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  it('answers 504 for a host that does not answer in time', async () => {
    await test.serve('slow', () => undefined);
    const response = await fetch(`${url}/api/slow`);
    expect(response.status).toBe(504);
    expect(response.headers.get('content-type')).toBe(
      'application/problem+json',
    );
    expect(await response.json()).toMatchObject({ code: 'HOST_TIMEOUT' });
  });

  it('does not count the time of a slow upload', async () => {
    await test.serve('upload', (req, res) => void req.pipe(res));
    const body = Readable.from(
      (async function* slowly() {
        for (let i = 0; i < 6; i++) {
          yield Buffer.from('x');
          await sleep(TIMEOUT_MS / 3);
        }
      })(),
    );
    const init = { method: 'POST', body, duplex: 'half' } as const;
    const response = await fetch(
      `${url}/api/upload`,
      init as unknown as RequestInit,
    );
    expect(await response.text()).toBe('xxxxxx');
  });

  it('holds new requests while a host is replaced, and refuses them when it takes too long', async () => {
    const { target } = await test.startHost((_req, res) => res.end('here'));
    const route = front.route('late');
    const held = fetch(`${url}/api/late`);
    await sleep(100);
    route.serve(target);
    expect(await (await held).text()).toBe('here');
    route.clear(true);
    const refused = await fetch(`${url}/api/late`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ code: 'HOST_UNAVAILABLE' });
  });

  it('repeats GET once on the next host, and never POST', async () => {
    const good = await test.startHost((_req, res) => res.end('good'));
    const route = front.route('dying');
    const { server, target } = await test.startHost(req => {
      route.clear(true);
      setTimeout(() => route.serve(good.target), 50);
      req.socket.destroy();
    });
    route.serve(target);
    expect(await (await fetch(`${url}/api/dying`)).text()).toBe('good');
    route.serve(target);
    const posted = await fetch(`${url}/api/dying`, {
      method: 'POST',
      body: 'x',
    });
    expect(posted.status).toBe(502);
    expect(await posted.json()).toMatchObject({ code: 'HOST_CONNECTION_LOST' });
    server.close();
  });

  it('cuts an answer that its host cannot finish, instead of ending it as if it were whole', async () => {
    await test.serve('partial', (_req, res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('half');
      setTimeout(() => res.socket?.destroy(), 50);
    });
    const response = await fetch(`${url}/api/partial`);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('drains a host: lets what is under way finish, then cuts the rest', async () => {
    const { target } = await test.serve('draining', (req, res) => {
      if (req.url?.endsWith('quick')) setTimeout(() => res.end('done'), 100);
    });
    const quick = fetch(`${url}/api/draining/quick`).then(r => r.text());
    const stuck = fetch(`${url}/api/draining/stuck`, { method: 'POST' });
    await sleep(50);
    expect(target.inFlight).toBe(2);
    await target.drain(150);
    expect(await quick).toBe('done');
    expect((await stuck).status).toBe(502);
    expect(target.inFlight).toBe(0);
  });

  it('tells health apart: alive from the start, ready when the supervisor says so', async () => {
    const get = (path: string) => fetch(`${url}${path}`).then(r => r.status);
    const summary = () => fetch(`${url}/healthcheck`).then(r => r.json());
    expect(await get('/healthcheck')).toBe(200);
    expect(await summary()).toEqual({ status: 'starting' });
    expect(await get('/.backstage/health/v1/liveness')).toBe(200);
    expect(await get('/.backstage/health/v1/readiness')).toBe(503);
    front.begin(() => ({ ready: true, summary: { status: 'ok' } }));
    expect(await get('/.backstage/health/v1/readiness')).toBe(200);
    expect(await summary()).toEqual({ status: 'ok' });
    expect(await get('/elsewhere')).toBe(404);
    expect(await get('/api/unknown')).toBe(503);
  });
});
