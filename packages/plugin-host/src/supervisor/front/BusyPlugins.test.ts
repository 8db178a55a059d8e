import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from '../../testUtils/eventually';
import { TestFront } from '../../testUtils/TestFront';

jest.setTimeout(30_000);

const LIMIT = 3;
const SWITCHING = 'Connection: Upgrade\r\nUpgrade: echo\r\n';

describe('a plugin with as many requests under way as it may have', () => {
  const test = new TestFront({ requestTimeoutMs: 20_000, holdMs: 20_000 });

  beforeAll(() => test.start());
  afterAll(() => test.stop());

  /** One that is let in waits for long: it is given up at once. */
  const ask = (pluginId: string) =>
    fetch(`${test.url}/api/${pluginId}/x`, {
      signal: AbortSignal.timeout(500),
    });

  function send(pluginId: string, times: number, more = ''): Socket {
    const socket = connect(test.port, '127.0.0.1');
    const one = `GET /api/${pluginId} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
    socket.write(one.repeat(times));
    return socket;
  }

  it('is asked no more, until one of them is over, and others are as ever', async () => {
    test.front.route('silent', () => LIMIT);
    const { target } = await test.serve('silent', () => undefined);
    await test.serve('other', (_req, res) => res.end('served'));
    const waiting = send('silent', LIMIT);
    await eventually(() => expect(target.inFlight).toBe(LIMIT));
    const refused = await ask('silent');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    const problem = await refused.json();
    expect(problem).toMatchObject({ code: 'HOST_BUSY' });
    expect(problem.detail).toContain('silent has 3 requests under way');
    expect(await text(send('silent', 1, SWITCHING))).toMatch(
      /^HTTP\/1.1 503 [^]*"HOST_BUSY"/,
    );
    expect(target.inFlight).toBe(LIMIT);
    expect(await (await ask('other')).text()).toBe('served');

    waiting.destroy();
    await eventually(() => expect(target.inFlight).toBe(0));
    const again = send('silent', LIMIT);
    await eventually(() => expect(target.inFlight).toBe(LIMIT));
    again.destroy();
  });

  it('counts those that wait for its host, and connections that have become others', async () => {
    const route = test.front.route('late', () => LIMIT);
    const sockets = Array.from({ length: LIMIT + 1 }, () =>
      send('late', 1, SWITCHING),
    );
    // Those that are let in are told nothing yet.
    expect(await Promise.race(sockets.map(text))).toContain('"HOST_BUSY"');
    expect((await ask('late')).status).toBe(503);
    const { server, target } = await test.startHost((_req, res) => res.end());
    server.on('upgrade', (_req, socket) =>
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${SWITCHING}\r\n`),
    );
    route.serve(target);
    await eventually(() => expect(target.inFlight).toBe(LIMIT));
    expect((await ask('late')).status).toBe(503);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect((await ask('late')).status).toBe(200));
  });
});
