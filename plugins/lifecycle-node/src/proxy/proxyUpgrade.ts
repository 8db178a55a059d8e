import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import { Candidates } from './Candidates';
import { requestHeaders, responseHeaders } from './headers';
import {
  asProblem,
  connectionLost,
  hostTimeout,
  unavailable,
} from './hostProblems';
import { requestSupervisor } from './requestSupervisor';
import { refuseUpgrade } from './sendProblem';
import type { Target } from './Target';

/** The last words of one that has ended may take so long to be heard. */
const LAST_WORDS_MS = 30_000;

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
  socket.on('close', () => gone.abort());
  const candidates = new Candidates(addresses, gone.signal);
  for (;;) {
    const address = await candidates.next();
    if (socket.destroyed) return;
    if (!address) {
      refuseUpgrade(socket, unavailable(target));
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
  const upstream = requestSupervisor(address, {
    path: target.path,
    method: request.method,
    // A connection of its own, as it will not be one of HTTP any more.
    agent: false,
    headers: {
      ...requestHeaders(request),
      connection: 'Upgrade',
      upgrade: request.headers.upgrade,
    },
  });
  upstream.setTimeout(target.requestTimeoutMs, () =>
    upstream.destroy(hostTimeout(target)),
  );
  upstream.on('upgrade', (answer, peer, peerHead) => {
    upstream.setTimeout(0);
    socket.write(
      statusLines(answer, target, {
        connection: 'Upgrade',
        upgrade: answer.headers.upgrade,
      }),
    );
    if (peerHead.length) socket.write(peerHead);
    if (head.length) peer.write(head);
    join(socket, peer);
  });
  upstream.on('response', answer => {
    // The host does not want to upgrade: its answer is the answer.
    upstream.setTimeout(0);
    socket.write(statusLines(answer, target, { connection: 'close' }));
    pipeline(answer, socket, () => socket.destroy());
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
    upstream.on('error', error => {
      if (!connected) resolve(false);
      else
        refuseUpgrade(
          socket,
          asProblem(error) ?? connectionLost(target, error),
        );
    });
  });
}

/** The head of an answer, with the headers that any answer of a plugin may have, and those of this connection. */
function statusLines(
  answer: IncomingMessage,
  { pluginId }: Target,
  connection: OutgoingHttpHeaders,
): string {
  const headers = {
    ...responseHeaders(answer.headers, pluginId),
    ...connection,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map(item => `${name}: ${item}`),
  );
  const status = `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`;
  return [status, ...lines, '', ''].join('\r\n');
}

/** When one end has ended both go: one that stays would keep the connections for nobody. */
function join(a: Duplex, b: Duplex): void {
  pass(a, b);
  pass(b, a);
}

function destroyLater(connection: Duplex): void {
  const timer = setTimeout(() => connection.destroy(), LAST_WORDS_MS);
  connection.once('close', () => clearTimeout(timer));
}

function pass(from: Duplex, to: Duplex): void {
  from.on('error', () => to.destroy());
  from.on('close', () => {
    if (from.readableEnded) destroyLater(to);
    else to.destroy();
  });
  to.on('finish', () => to.destroy());
  from.pipe(to);
}
