import { request as httpRequest, type RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';
import { ProxiedPortal } from '../__testUtils__/ProxiedPortal';

jest.setTimeout(30_000);

describe('what the proxy passes on', () => {
  let portal: ProxiedPortal;

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
  });
  afterEach(() => portal.endSupervisors());
  afterAll(() => portal.stop());

  /** Sends the path as it is: `fetch` would put it in order first. */
  async function send(path: string, options: RequestOptions = {}, body = '') {
    const { hostname, port } = new URL(portal.url);
    const outgoing = httpRequest({ hostname, port, path, ...options });
    const answered = new Promise<string>((resolve, reject) => {
      outgoing.on('response', answer => resolve(text(answer)));
      outgoing.on('error', reject);
    });
    outgoing.end(body);
    return answered;
  }

  it.each([
    '/api/hello/../other/x',
    '/api/hello/%2e%2e/other',
    '/api/hello/a\\..\\other',
    '/api/hello/../../healthcheck',
    `/api/hello/a//b?q='"|{}`,
    '/api/hello/x?',
  ])('is the path as it was asked for: %s', async path => {
    portal.route([
      await portal.supervisor((request, response) => response.end(request.url)),
    ]);
    expect(await send(path)).toBe(path);
  });

  it.each(['DELETE', 'GET', 'POST'])(
    'is a body of unknown length, with %s too',
    async method => {
      portal.route([
        await portal.supervisor(async (request, response) =>
          response.end(`${request.method} ${await text(request)}`),
        ),
      ]);
      const headers = { 'transfer-encoding': 'chunked' };
      expect(await send('/api/hello/x', { method, headers }, 'body')).toBe(
        `${method} body`,
      );
    },
  );

  it.each(['DELETE', 'GET', 'POST'])(
    'is where a body ends, with %s too, whatever the caller says of its length',
    async method => {
      const seen: string[] = [];
      portal.route([
        await portal.supervisor(async (request, response) => {
          seen.push(`${request.url} ${await text(request)}`);
          response.end();
        }),
      ]);
      const body = 'GET /api/other/x HTTP/1.1\r\nHost: a\r\n\r\n';
      const headers = {
        connection: 'keep-alive, Content-Length',
        'content-length': body.length,
      };
      await send('/api/hello/x', { method, headers }, body);
      await send('/api/hello/y');
      expect(seen).toEqual([`/api/hello/x ${body}`, '/api/hello/y ']);
    },
  );

  it('is that answers vary, by the word of the plugin and by that of the portal', async () => {
    portal.route([
      await portal.supervisor((_request, response) => {
        response.setHeader('vary', 'accept-language');
        response.end();
      }),
    ]);
    const headers = { origin: 'http://portal.example' };
    const { headers: answered } = await fetch(`${portal.url}/api/hello/x`, {
      headers,
    });
    expect(answered.get('vary')?.split(', ').sort()).toEqual([
      'Origin',
      'accept-language',
    ]);
  });
});
