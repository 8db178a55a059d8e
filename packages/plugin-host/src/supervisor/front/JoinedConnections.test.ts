import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../testUtils/eventually';
import { TestFront } from '../../testUtils/TestFront';

jest.setTimeout(30_000);

const HEADERS = 'Connection: Upgrade\r\nUpgrade: echo\r\n\r\n';
const SWITCH = `HTTP/1.1 101 Switching Protocols\r\n${HEADERS}`;

describe('a connection that has become another', () => {
  const test = new TestFront();

  beforeAll(() => test.start());
  afterAll(() => test.stop());

  function ask(pluginId: string): Socket {
    const socket = connect({ port: test.port, allowHalfOpen: true });
    socket.write(`GET /api/${pluginId} HTTP/1.1\r\nHost: x\r\n${HEADERS}`);
    return socket;
  }

  async function serve(pluginId: string, onUpgrade: (socket: Duplex) => void) {
    const { server, target } = await test.serve(pluginId, (_req, res) =>
      res.end(),
    );
    server.on('upgrade', (_req, socket) => {
      socket.write(SWITCH);
      onUpgrade(socket);
    });
    return target;
  }

  it('ends with its caller, whether the host notices or not', async () => {
    const target = await serve('deaf', () => undefined);
    const socket = ask('deaf');
    await once(socket, 'data');
    expect(target.inFlight).toBe(1);
    socket.end();
    await eventually(() => expect(target.inFlight).toBe(0));
  });

  it('ends with the host, whether the caller does or not, and loses nothing of its last words', async () => {
    const words = Buffer.alloc(4 * 1_048_576, 'x');
    const target = await serve('brief', socket => socket.end(words));
    const socket = ask('brief');
    await once(socket, 'readable');
    // Longer than the host needs to be rid of what the connections on the way hold.
    await sleep(300);
    const received = await buffer(socket);
    expect(received.length).toBe(SWITCH.length + words.length);
    await eventually(() => expect(target.inFlight).toBe(0));
  });

  it('is closed when it is refused, whether its caller closes it or not', async () => {
    const socket = ask('unknown').resume();
    await once(socket, 'end');
    let error: Error | undefined;
    socket.on('error', cause => (error = cause));
    await eventually(() => {
      socket.write('x');
      expect(error).toBeDefined();
    });
  });
});
