import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { unavailable } from './Balancer';
import { requestHeaders } from './headers';
import { refuseUpgrade } from './sendProblem';
import type { Target } from './Target';

/** Joins a caller's connection (WebSocket) with one to the plugin's supervisor. */
export function proxyUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  target: Target,
  address: string,
): void {
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
  upstream.on('error', () =>
    refuseUpgrade(socket, unavailable(target.pluginId)),
  );
  socket.on('error', () => upstream.destroy());
  upstream.end();
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
