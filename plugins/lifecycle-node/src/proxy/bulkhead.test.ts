import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProxiedPortal } from '../__testUtils__/ProxiedPortal';

jest.setTimeout(30_000);

const LIMIT = 5;
const SWITCHING = 'connection: upgrade\r\nupgrade: echo\r\n';

describe('a plugin that answers nothing', () => {
  let portal: ProxiedPortal;
  let silent: string;
  let reached = 0;

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
  });
  beforeEach(async () => {
    reached = 0;
    silent = await portal.supervisor(request => {
      reached += 1;
      request.on('close', () => (reached -= 1));
    });
    route(silent);
  });
  afterEach(() => portal.endSupervisors());
  afterAll(() => portal.stop());

  function route(hello: string, other = hello) {
    const plugins = {
      hello: { addresses: [hello] },
      other: { addresses: [other] },
    };
    const limits = { requestTimeoutMs: 20_000, maxRequestsInFlight: LIMIT };
    portal.hostedPlugins.update({
      currentEnvironment: 'development',
      environments: { development: { ...limits, plugins } },
    });
  }

  async function until(count: number) {
    for (let i = 0; reached !== count && i < 100; i += 1) await sleep(20);
    expect(reached).toBe(count);
  }

  const connectToPortal = () =>
    connect(Number(new URL(portal.url).port), '127.0.0.1');

  const ask = (signal?: AbortSignal, init?: RequestInit) =>
    fetch(`${portal.url}/api/hello/x`, { ...init, signal });

  const fill = (signal: AbortSignal, init?: RequestInit) =>
    Array.from({ length: LIMIT }, () =>
      ask(signal, init).catch((error: Error) => error.name),
    );

  it('is asked no more than it may be, and others are as ever', async () => {
    const abort = new AbortController();
    const waiting = fill(abort.signal, { method: 'POST', body: 'x' });
    await until(LIMIT);
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    const problem = await refused.json();
    expect(problem).toMatchObject({ code: 'HOST_BUSY', status: 503 });
    expect(problem.detail).toContain("'hello' has 5 requests under way");
    expect(reached).toBe(LIMIT);

    const answering = await portal.supervisor((_request, response) =>
      response.end('served'),
    );
    route(silent, answering);
    const others = Array.from({ length: 4 * LIMIT }, async () =>
      (await fetch(`${portal.url}/api/other/x`)).text(),
    );
    expect(new Set(await Promise.all(others))).toEqual(new Set(['served']));

    abort.abort();
    await Promise.all(waiting);
    await until(0);
    route(answering);
    expect((await ask()).status).toBe(200);
  });

  it('is no longer asked on behalf of a connection that asked many times and is gone', async () => {
    const socket = connectToPortal();
    const one = 'GET /api/hello/x HTTP/1.1\r\nhost: x\r\n\r\n';
    socket.write(one.repeat(3 * LIMIT));
    await until(LIMIT);
    socket.destroy();
    await until(0);
    const abort = new AbortController();
    const waiting = fill(abort.signal);
    await until(LIMIT);
    abort.abort();
    expect(await Promise.all(waiting)).toEqual(Array(LIMIT).fill('AbortError'));
  });

  it('is held back where its database is changed over, too', async () => {
    const plugins = { hello: { addresses: [], held: 'maintenance' as const } };
    const limits = { requestTimeoutMs: 20_000, maxRequestsInFlight: LIMIT };
    portal.hostedPlugins.update({
      currentEnvironment: 'development',
      environments: { development: { ...limits, plugins } },
    });
    const abort = new AbortController();
    const waiting = fill(abort.signal);
    await sleep(200);
    expect(await (await ask()).json()).toMatchObject({ code: 'HOST_BUSY' });
    abort.abort();
    await Promise.all(waiting);
  });

  it('counts upgraded connections for as long as they last, which is no longer than their callers are there', async () => {
    const server = createServer();
    // It does not notice that anybody leaves.
    server.on('upgrade', (_request, host) =>
      host.write(`HTTP/1.1 101 Switching Protocols\r\n${SWITCHING}\r\n`),
    );
    route(await portal.listen(server));
    const upgrade = async () => {
      const caller = connectToPortal();
      caller.write(`GET /api/hello/x HTTP/1.1\r\nhost: x\r\n${SWITCHING}\r\n`);
      const [answer] = await once(caller, 'data');
      return { caller, status: String(answer).slice(9, 12) };
    };
    const joined = await Promise.all(Array.from({ length: LIMIT }, upgrade));
    expect(joined.map(({ status }) => status)).toEqual(
      Array(LIMIT).fill('101'),
    );
    expect((await upgrade()).status).toBe('503');
    expect((await ask()).status).toBe(503);

    joined[0]!.caller.destroy();
    await sleep(200);
    const next = await upgrade();
    expect(next.status).toBe('101');
    for (const { caller } of [...joined, next]) caller.destroy();
  });
});
