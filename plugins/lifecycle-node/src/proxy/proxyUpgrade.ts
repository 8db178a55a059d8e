import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { unavailable } from './Balancer';
import { Candidates } from './Candidates';
import { requestHeaders } from './headers';
import { refuseUpgrade } from './sendProblem';
import type { Target } from './Target';

/** What one upgrade needs. */
export interface UpgradeOptions {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  target: Target;
  /** The supervisors of this moment, best first. */
  addresses: () => string[];
}

/** Joins a caller's connection (WebSocket) with one to the plugin's supervisor. Waits for one as any request does. */
export async function proxyUpgrade(options: UpgradeOptions): Promise<void> {
  const { socket, target, addresses } = options;
  const gone = new AbortController();
  socket.on('error', () => socket.destroy());
  socket.on('close', () => gone.abort());
  const candidates = new Candidates(addresses, gone.signal);
  for (;;) {
    const address = await candidates.next();
    if (socket.destroyed) return;
    if (!address) {
      refuseUpgrade(socket, unavailable(target.pluginId));
      return;
    }
    if (await tryUpgrade(options, address)) return;
    candidates.refused(address);
  }
}

/** @returns false when the supervisor took no connection */
function tryUpgrade(
  { request, socket, head, target }: UpgradeOptions,
  address: string,
): Promise<boolean> {
  const upstream = httpRequest(`${address}${target.path}`, {
    method: request.method,
    headers: {
      ...requestHeaders(request),
      connection: 'Upgrade',
      upgrade: request.headers.upgrade,
    },
  });
  upstream.setTimeout(target.requestTimeoutMs, () => upstream.destroy());
  upstream.on('upgrade', (answer, peer, peerHead) => {
    upstream.setTimeout(0);
    socket.write(statusLines(answer));
    if (peerHead.length) socket.write(peerHead);
    if (head.length) peer.write(head);
    join(socket, peer);
  });
  upstream.on('response', answer => {
    // The host does not want to upgrade: its answer is the answer.
    socket.write(statusLines(answer));
    answer.pipe(socket);
  });
  const leave = () => upstream.destroy();
  socket.once('close', leave);
  upstream.once('close', () => socket.off('close', leave));
  upstream.end();
  return new Promise(resolve => {
    let connected = false;
    upstream.on('socket', peer =>
      peer.once('connect', () => {
        connected = true;
        resolve(true);
      }),
    );
    upstream.on('error', () => {
      if (!connected) resolve(false);
      else refuseUpgrade(socket, unavailable(target.pluginId));
    });
  });
}

function statusLines(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`];
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Each end goes when the other does. */
function join(a: Duplex, b: Duplex): void {
  const ends = [a, b] as const;
  for (const [from, to] of [ends, [b, a] as const]) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
}
