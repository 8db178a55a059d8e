import { Agent, request, type IncomingMessage } from 'node:http';
import { HOST_STATUS_PATH, type HostStatus } from '../protocol/hostStatus';
import { parseHostStatus } from '../protocol/parseHostStatus';

/** An answer to a small question. */
export interface SocketAnswer {
  status: number;
  body: string;
}

/** What a plugin answers may be without end. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** Asks a host over its private socket: status, readiness, probes. Never carries user traffic. */
export class HostSocket {
  // A connection of its own per question: a host that hangs must not block the next one.
  readonly #agent = new Agent({ keepAlive: false });

  constructor(readonly path: string) {}

  async get(path: string, timeoutMs: number): Promise<SocketAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          socketPath: this.path,
          path,
          agent: this.#agent,
          // It takes no fractions.
          signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
          headers: { host: 'host' },
        },
        incoming => {
          const status = incoming.statusCode ?? 0;
          readBounded(incoming).then(body => resolve({ status, body }), reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  /** What the host says of itself; undefined while it does not listen or does not answer in time. */
  async status(timeoutMs: number): Promise<HostStatus | undefined> {
    try {
      const { status, body } = await this.get(HOST_STATUS_PATH, timeoutMs);
      return status === 200 ? parseHostStatus(body) : undefined;
    } catch {
      // Not listening yet, gone, or hanging: all the same to the one who asks.
      return undefined;
    }
  }
}

async function readBounded(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('The answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
