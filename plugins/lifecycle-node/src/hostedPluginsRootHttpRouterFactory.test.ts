import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProxiedPortal } from './__testUtils__/ProxiedPortal';

jest.setTimeout(30_000);

describe('the root HTTP router with hosted plugins', () => {
  let portal: ProxiedPortal;

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
  });
  afterEach(() => portal.endSupervisors());
  afterAll(() => portal.stop());

  it('holds requests until the table is loaded, and leaves the portal alone', async () => {
    const own = await fetch(`${portal.url}/api/catalog/ping`);
    expect(await own.json()).toEqual({ from: 'catalog' });
    const address = await portal.supervisor((_request, response) =>
      response.end('late'),
    );
    const held = fetch(`${portal.url}/api/hello/x`);
    await sleep(200);
    portal.route([address]);
    expect(await (await held).text()).toBe('late');
  });

  it('passes paths, queries, headers and bodies on, and is the authority for its own headers', async () => {
    const seen: IncomingMessage[] = [];
    const address = await portal.supervisor(async (request, response) => {
      seen.push(request);
      response.setHeader('access-control-allow-origin', 'http://evil.example');
      response.setHeader('content-security-policy', 'default-src *');
      response.setHeader('x-plugin', 'yes');
      response.statusCode = 201;
      request.pipe(response);
    });
    portal.route([address]);
    const response = await fetch(`${portal.url}/api/hello/a%20b?q=1`, {
      method: 'POST',
      body: 'body',
      headers: {
        origin: 'http://portal.example',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        tracestate: 'vendor=1',
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
      tracestate: 'vendor=1',
      'x-request-id': 'r1',
      'x-forwarded-proto': 'http',
    });
  });

  it('gives a request an id that has none, and keeps connections for the next one', async () => {
    const sockets = new Set<unknown>();
    const address = await portal.supervisor((request, response) => {
      sockets.add(request.socket);
      response.end(request.headers['x-request-id']);
    });
    portal.route([address]);
    const ids = new Set<string>();
    for (let i = 0; i < 20; i += 1) {
      const response = await fetch(`${portal.url}/api/hello/x`);
      const id = await response.text();
      expect(response.headers.get('x-request-id')).toBe(id);
      ids.add(id);
    }
    expect(ids.size).toBe(20);
    expect(sockets.size).toBe(1);
  });

  it('answers for public keys itself', async () => {
    const address = await portal.supervisor((_request, response) =>
      response.end('not mine to say'),
    );
    portal.route([address]);
    const response = await fetch(
      `${portal.url}/api/hello/.backstage/auth/v1/jwks.json`,
    );
    expect(await response.json()).toEqual({
      keys: [
        expect.objectContaining({ kid: 'k1', alg: 'ES256', crv: 'P-256' }),
      ],
    });
  });

  it('serves other environments under their name', async () => {
    const address = await portal.supervisor((request, response) =>
      response.end(request.url),
    );
    portal.route([address], 1_000, 'staging');
    const response = await fetch(
      `${portal.url}/environments/staging/api/hello/x?y=1`,
    );
    expect(await response.text()).toBe('/api/hello/x?y=1');
    const unknown = await fetch(
      `${portal.url}/environments/staging/api/nothing/x`,
    );
    expect(unknown.status).toBe(404);
    expect((await fetch(`${portal.url}/api/hello/x`)).status).toBe(404);
  });
});
