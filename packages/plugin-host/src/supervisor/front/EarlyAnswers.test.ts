import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { TestFront } from '../../testUtils/TestFront';

/** More than sockets hold on the way. */
const BODY = Buffer.alloc(16 * 1024 * 1024);

describe('a body that is answered before its end', () => {
  const test = new TestFront();

  beforeAll(() => test.start());
  afterAll(() => test.stop());

  it('keeps neither a caller that reads last, nor its next request', async () => {
    await test.serve('picky', (request, response) => {
      response.statusCode = request.method === 'POST' ? 413 : 200;
      response.end();
    });
    const socket = connect(test.port, '127.0.0.1').on('error', () => {});
    const head = (method: string, ...lines: string[]) =>
      [`${method} /api/picky HTTP/1.1`, 'Host: x', ...lines, '', ''].join(
        '\r\n',
      );
    socket.write(head('POST', `Content-Length: ${BODY.length}`));
    await new Promise(sent => socket.write(BODY, sent));
    socket.write(head('GET', 'Connection: close'));
    const answers = await text(socket);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual([
      'HTTP/1.1 413',
      'HTTP/1.1 200',
    ]);
  });
});
