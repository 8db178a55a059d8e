import { Agent, request } from 'node:http';
import { HOST_STATUS_PATH, type HostStatus } from '../protocol/hostStatus';

/** An answer to a small question. */
export interface SocketAnswer {
  status: number;
  body: string;
}

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
          signal: AbortSignal.timeout(timeoutMs),
          headers: { host: 'host' },
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', chunk => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          );
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
      return status === 200 ? (JSON.parse(body) as HostStatus) : undefined;
    } catch {
      // Not listening yet, gone, or hanging: all the same to the one who asks.
      return undefined;
    }
  }
}
