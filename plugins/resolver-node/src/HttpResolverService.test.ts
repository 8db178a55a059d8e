import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { mockServices } from '@backstage/backend-test-utils';
import { HttpResolverService } from './HttpResolverService';

describe('HttpResolverService', () => {
  let answer: { status: number; type: string; body: object };
  let seen: http.IncomingMessage;
  let sent: unknown;
  let server: http.Server;
  let resolver: HttpResolverService;

  beforeAll(async () => {
    server = http.createServer(async (request, response) => {
      seen = request;
      sent = await json(request);
      response.writeHead(answer.status, { 'content-type': answer.type });
      response.end(JSON.stringify(answer.body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    resolver = new HttpResolverService({
      auth: mockServices.auth({ pluginId: 'lifecycle' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
    });
  });

  afterAll(() => {
    server.close();
  });

  it('asks as its plugin, for one organization; a conflict is an answer', async () => {
    const body = { ok: false, explanation: 'no', conflict: {}, fixes: [] };
    answer = { status: 200, type: 'application/json', body };
    const request = { roots: { a: '*' } };
    await expect(resolver.resolve('acme', request)).resolves.toEqual(body);
    expect(seen.url).toBe('/api/resolver/v1/resolve');
    expect(seen.headers['x-sceneshift-organization']).toBe('acme');
    expect(seen.headers.authorization).toContain('plugin:lifecycle');
    expect(sent).toEqual(request);
  });

  it.each([
    [
      'INPUT_INVALID',
      400,
      'application/json',
      {
        ok: false,
        error: { code: 'INPUT_INVALID', field: '/a', message: 'b' },
      },
    ],
    [
      'RATE_LIMITED',
      429,
      'application/problem+json',
      { code: 'RATE_LIMITED', detail: 'later' },
    ],
    ['UNAVAILABLE', 502, 'text/html', {}],
  ])('throws %s', async (code, status, type, body) => {
    answer = { status, type, body };
    await expect(resolver.resolve('acme', {})).rejects.toMatchObject({ code });
  });
});
