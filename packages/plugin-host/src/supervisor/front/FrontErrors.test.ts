import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { TestFront } from '../../testUtils/TestFront';

const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const SWITCH =
  'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo';

describe('errors in the front', () => {
  const test = new TestFront();

  beforeAll(() => test.start());
  afterAll(() => test.stop());

  function upgrade(pluginId: string, requestId: string): Socket {
    const lines = [
      `GET /api/${pluginId} HTTP/1.1`,
      'Host: x',
      `X-Request-Id: ${requestId}`,
      'Connection: Upgrade',
      'Upgrade: echo',
    ];
    const socket = connect(test.port, '127.0.0.1');
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    return socket;
  }

  it.each([
    ['a control character', 'HTTP/1.1 200 O\x01K'],
    ['a status that is none', 'HTTP/1.1 099 No'],
    ['a status that ends no request', 'HTTP/1.1 101 Switching Protocols'],
    ['a switch that nobody asked for', SWITCH],
  ])('answers and logs what it cannot pass on: %s', async (name, status) => {
    await test.serveBytes('raw', `${status}\r\ncontent-length: 0\r\n\r\n`);
    const headers = { 'x-request-id': name };
    const response = await fetch(`${test.url}/api/raw`, { headers });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'INTERNAL' });
    expect(test.logged(name)).toMatchObject({
      level: 'warn',
      pluginId: 'raw',
      code: 'INTERNAL',
    });
  });

  it('answers at once, and asks no second time, where a host speaks no HTTP', async () => {
    const acquire = jest.spyOn(test.front.route('raw'), 'acquire');
    await test.serveBytes(
      'raw',
      'HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n',
    );
    const response = await fetch(`${test.url}/api/raw`);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      code: 'HOST_ANSWER_INVALID',
    });
    expect(acquire).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['refuses to switch to no protocol', 'HTTP/1.1 101 Switching Protocols'],
    ['cuts an answer that turns bad', `${CHUNKED}2\r\nok\r\nno chunk\r\n`],
  ])('asked to switch, %s', async (what, answer) => {
    await test.serveBytes('raw', `${answer}\r\n\r\n`);
    const answered = await text(upgrade('raw', what).on('error', () => {}));
    expect(answered.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answered).not.toMatch(/^HTTP\/1\.1 101/);
  });

  it('logs the cause of a lost connection', async () => {
    await test.serve('lost', request => request.socket.destroy());
    const headers = { 'x-request-id': 'lost-1' };
    const init = { method: 'POST', body: 'x', headers };
    const response = await fetch(`${test.url}/api/lost`, init);
    expect(response.status).toBe(502);
    expect(test.logged('lost-1')).toMatchObject({
      code: 'HOST_CONNECTION_LOST',
      cause: 'socket hang up',
    });
  });

  describe('that nobody expected', () => {
    beforeAll(() => {
      jest
        .spyOn(test.front.route('broken'), 'acquire')
        .mockRejectedValue(new Error('broken by a test'));
    });

    it('are answered and logged', async () => {
      const headers = { 'x-request-id': 'broken-1' };
      const response = await fetch(`${test.url}/api/broken`, { headers });
      expect(response.status).toBe(500);
      expect(test.logged('broken-1')?.cause).toContain('broken by a test');
    });

    it('are answered and logged for connections that are to become others', async () => {
      const answered = await text(upgrade('broken', 'broken-2'));
      expect(answered).toMatch(/^HTTP\/1.1 500 [^]*"INTERNAL"/);
      expect(test.logged('broken-2')?.cause).toContain('broken by a test');
    });
  });
});
