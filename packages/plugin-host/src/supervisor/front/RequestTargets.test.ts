import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { TestFront } from '../../testUtils/TestFront';

describe('what a request of the front asks for', () => {
  const test = new TestFront();
  const seen: string[] = [];

  beforeAll(async () => {
    await test.start();
    const { server } = await test.serve('hello', (req, res) => {
      seen.push(`${req.headers.host} ${req.url}`);
      res.end();
    });
    server.on('upgrade', (req, socket) => {
      seen.push(`${req.headers.host} ${req.url}`);
      socket.end('HTTP/1.1 204 No\r\n\r\n');
    });
  });
  beforeEach(() => {
    seen.length = 0;
  });
  afterAll(() => test.stop());

  async function ask(
    target: string,
    more = 'Connection: close',
  ): Promise<string> {
    const socket = connect(test.port, '127.0.0.1');
    socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`);
    return text(socket);
  }

  it.each([
    [
      'http://y/api/hello/../other?a=http://z',
      '/api/hello/../other?a=http://z',
    ],
    ['HTTP://y/api/hello', '/api/hello'],
  ])('is a path for its host, when it is a URL: %s', async (target, path) => {
    expect(await ask(target)).toMatch(/^HTTP\/1.1 200 /);
    await ask(target, 'Connection: Upgrade\r\nUpgrade: echo');
    expect(seen).toEqual([`y ${path}`, `y ${path}`]);
  });

  it('is the health of the supervisor, and plugins that are not there, too', async () => {
    expect(await ask('http://y/healthcheck')).toMatch(/^HTTP\/1.1 200 /);
    expect(await ask('http://y/api/other/../hello')).toContain(
      '"HOST_UNAVAILABLE"',
    );
    expect(seen).toEqual([]);
  });

  it.each(['ftp://y/api/hello', 'http://a:b@y/api/hello'])(
    'is refused where it is none: %s',
    async target => {
      const refused = /^HTTP\/1.1 400 [^]*"INPUT_INVALID"/;
      expect(await ask(target)).toMatch(refused);
      expect(await ask(target, 'Connection: Upgrade\r\nUpgrade: echo')).toMatch(
        refused,
      );
      expect(seen).toEqual([]);
    },
  );
});
