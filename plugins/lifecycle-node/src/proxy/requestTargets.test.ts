import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ProxiedPortal } from '../__testUtils__/ProxiedPortal';

jest.setTimeout(30_000);

const UPGRADE = 'connection: close, upgrade\r\nupgrade: echo';

describe('what a request of the portal asks for', () => {
  let portal: ProxiedPortal;
  const seen: string[] = [];

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
    const address = await portal.supervisor((request, response) => {
      seen.push(`${request.headers['x-forwarded-host']} ${request.url}`);
      response.end();
    });
    portal.route([address]);
  });
  beforeEach(() => {
    seen.length = 0;
  });
  afterAll(() => portal.stop());

  async function ask(target: string, more = 'connection: close') {
    const socket = connect(Number(new URL(portal.url).port), '127.0.0.1');
    socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\n${more}\r\n\r\n`);
    return text(socket);
  }

  it.each([
    [
      'http://y/api/hello/../other?a=http://z',
      '/api/hello/../other?a=http://z',
    ],
    ['HTTPS://y/environments/development/api/hello/x', '/api/hello/x'],
  ])(
    'is a path for its supervisor, when it is a URL: %s',
    async (target, path) => {
      expect(await ask(target)).toMatch(/^HTTP\/1.1 200 /);
      expect(await ask(target, UPGRADE)).toMatch(/^HTTP\/1.1 200 /);
      expect(seen).toEqual([`y ${path}`, `y ${path}`]);
    },
  );

  it('is what the portal keeps to itself, and what nobody has, too', async () => {
    const keys = 'http://y/api/hello/.backstage/auth/v1/jwks.json';
    expect(await ask(keys)).toContain('"kid":"k1"');
    expect(await ask('http://y/api/catalog/ping')).toContain('"catalog"');
    expect(await ask('http://y/api/nothing')).toMatch(/^HTTP\/1.1 404 /);
    expect(seen).toEqual([]);
  });

  it('never is that a reserved id is not there', async () => {
    const { hostedPlugins } = portal;
    const before = hostedPlugins.snapshot()!;
    portal.route([]);
    expect(await ask('http://y/api/hello')).toMatch(/^HTTP\/1.1 503 /);
    hostedPlugins.update(before);
  });

  it.each(['ftp://y/api/hello', 'http://a:b@y/api/hello', 'http:///api/hello'])(
    'is refused where it is none: %s',
    async target => {
      for (const more of ['connection: close', UPGRADE]) {
        expect(await ask(target, more)).toMatch(
          /^HTTP\/1.1 400 [^]*"INPUT_INVALID"/,
        );
      }
      expect(seen).toEqual([]);
    },
  );
});
