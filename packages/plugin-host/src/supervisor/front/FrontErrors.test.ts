import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { TestFront } from '../../testUtils/TestFront';

describe('errors in the front', () => {
  const test = new TestFront();

  beforeAll(() => test.start());
  afterAll(() => test.stop());

  it.each([
    ['a control character', 'HTTP/1.1 200 O\x01K'],
    ['a status that is none', 'HTTP/1.1 099 No'],
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
      const socket = connect(test.port, '127.0.0.1');
      socket.write(
        [
          'GET /api/broken HTTP/1.1',
          'Host: x',
          'X-Request-Id: broken-2',
          'Connection: Upgrade',
          'Upgrade: echo',
          '',
          '',
        ].join('\r\n'),
      );
      expect(await text(socket)).toMatch(/^HTTP\/1.1 500 [^]*"INTERNAL"/);
      expect(test.logged('broken-2')?.cause).toContain('broken by a test');
    });
  });
});
