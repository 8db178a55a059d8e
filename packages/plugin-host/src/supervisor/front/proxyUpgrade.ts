import { request, type IncomingMessage } from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import { AnswerTimer } from './AnswerTimer';
import { assertFinal } from './assertFinal';
import type { HostTarget } from './HostTarget';
import { HostTimeoutError } from './HostTimeoutError';
import { requestHeaders, responseHeaders } from './headers';
import { refuseUpgrade } from './problem';
import type { RequestTrouble } from './RequestTrouble';

/** The last words of one that has ended may take so long to be heard. */
const LAST_WORDS_MS = 30_000;

/** A connection that wants to become another protocol. */
export interface UpgradeRequest {
  request: IncomingMessage;
  socket: Duplex;
  /** What the client has sent beyond its request already. */
  head: Buffer;
  target: HostTarget;
  trouble: RequestTrouble;
}

/** Hands a connection that wants to become another protocol (WebSocket) to a host. */
export function proxyUpgrade(upgrade: UpgradeRequest): void {
  const { socket: client, head, target } = upgrade;
  const outgoing = requestUpgrade(upgrade);
  const leave = target.enter();
  const cut = () => client.destroy();
  target.cut.addEventListener('abort', cut, { once: true });
  const timer = new AnswerTimer(undefined, target.requestTimeoutMs, () =>
    outgoing.destroy(new HostTimeoutError()),
  );
  const lost = (error: Error) => sayLost(upgrade, error);
  outgoing.once('error', lost);
  outgoing.once('response', answer => {
    timer.stop();
    outgoing.off('error', lost);
    // From here on there is nothing left to say in words: the answer has begun, and is cut.
    outgoing.once('error', () => client.destroy());
    refuse(upgrade, answer);
  });
  outgoing.once('upgrade', (answer, host, hostHead) => {
    timer.stop();
    outgoing.off('error', lost);
    client.write(statusLine(answer, true));
    if (hostHead.length) client.write(hostHead);
    if (head.length) host.write(head);
    join(client, host);
  });
  client.once('close', () => {
    leave();
    timer.stop();
    target.cut.removeEventListener('abort', cut);
    outgoing.destroy();
  });
  client.on('error', () => outgoing.destroy());
  outgoing.end();
}

function sayLost({ socket, trouble }: UpgradeRequest, error: Error): void {
  const [code, words] =
    error instanceof HostTimeoutError
      ? (['HOST_TIMEOUT', 'The plugin did not answer in time'] as const)
      : (['HOST_CONNECTION_LOST', 'The plugin ended'] as const);
  trouble.report(code, error);
  refuseUpgrade(socket, code, words);
}

function requestUpgrade({ request: incoming, target }: UpgradeRequest) {
  return request({
    socketPath: target.socketPath,
    // Not one of those that are kept: a host that does not switch may still wait on it for a body that nobody sends.
    agent: false,
    method: incoming.method,
    path: incoming.url,
    headers: {
      ...requestHeaders(incoming.headers),
      connection: 'Upgrade',
      upgrade: incoming.headers.upgrade,
    },
  });
}

/** What one side sends goes to the other. When one has ended both go: a side that stays would keep the connections for nobody. */
function join(client: Duplex, host: Duplex): void {
  pass(client, host);
  pass(host, client);
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

/** The host does not want to switch: its answer goes back as it is. */
function refuse(upgrade: UpgradeRequest, answer: IncomingMessage): void {
  const { socket: client } = upgrade;
  try {
    assertFinal(answer);
  } catch (error) {
    answer.destroy();
    sayLost(upgrade, error as Error);
    return;
  }
  client.write(statusLine(answer, false));
  pipeline(answer, client, () => client.destroy());
}

function statusLine(answer: IncomingMessage, upgraded: boolean): string {
  const headers = upgraded
    ? {
        ...responseHeaders(answer.headers),
        connection: 'Upgrade',
        upgrade: answer.headers.upgrade,
      }
    : { ...responseHeaders(answer.headers), connection: 'close' };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map(single => `${name}: ${single}`),
  );
  return [
    `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
    ...lines,
    '',
    '',
  ].join('\r\n');
}
