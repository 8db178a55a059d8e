import type {
  Agent,
  ClientRequest,
  IncomingMessage,
  ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { Candidates } from './Candidates';
import {
  joinVary,
  requestHeaders,
  responseHeaders,
  REQUEST_ID,
} from './headers';
import {
  answerInvalid,
  asProblem,
  connectionLost,
  hostTimeout,
  unavailable,
} from './hostProblems';
import { requestSupervisor } from './requestSupervisor';
import { sendProblem } from './sendProblem';
import type { Target } from './Target';

/** What one proxied request needs. */
export interface ExchangeOptions {
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  /** The supervisors of this moment, best first: they may change while the request waits. */
  addresses: () => string[];
  agent: Agent;
  logger: LoggerService;
}

const REPEATABLE = new Set(['GET', 'HEAD']);
/**
 * A connection is lost only when a supervisor ends: one whose host ends says so itself. A supervisor may end again while it starts, so
 * that a second loss is no sign that the request is at fault.
 */
const MOST_REPEATS = 3;
/** The supervisor has the same limit and knows better what went wrong: its answer comes first. */
const FRONT_SLACK_MS = 500;
const CONNECT_MS = 2_000;

/**
 * One request to a hosted plugin. Bodies stream both ways and are never held in memory. What a host may already have acted
 * upon is not sent twice: only GET and HEAD are, a few times, and what never reached a supervisor.
 */
export class ProxyExchange {
  private readonly gone = new AbortController();
  private readonly candidates: Candidates;
  private readonly headers: ReturnType<typeof requestHeaders>;
  private upstream: ClientRequest | undefined;
  private repeats = 0;

  constructor(private readonly options: ExchangeOptions) {
    this.headers = requestHeaders(options.request);
    this.candidates = new Candidates(options.addresses, this.gone.signal);
  }

  async start(): Promise<void> {
    const { request, response } = this.options;
    response.setHeader(REQUEST_ID, String(this.headers[REQUEST_ID]));
    // The caller went away: so does the work that is done for it.
    response.on('close', () => {
      this.gone.abort();
      this.upstream?.destroy();
      // Many send a body to its end before they read: one that was answered early must not keep them, nor what they send next.
      request.unpipe().resume();
    });
    await this.next();
  }

  private async next(): Promise<void> {
    const { response, target } = this.options;
    const address = await this.candidates.next();
    if (response.destroyed) return;
    if (address) this.send(address);
    else sendProblem(response, unavailable(target));
  }

  private send(address: string): void {
    const { request, target, agent } = this.options;
    const upstream = requestSupervisor(address, {
      path: target.path,
      method: request.method,
      headers: this.headers,
      // Other connections that were kept open to what has died are no better.
      agent: this.repeats > 0 ? false : agent,
    });
    this.upstream = upstream;
    let sent = false;
    const begin = () => {
      sent = true;
      this.sendBody(upstream);
    };
    // The body is not touched before somebody takes it: without a connection it can still go elsewhere.
    upstream.on('socket', socket => onceConnected(socket, upstream, begin));
    upstream.setTimeout(target.requestTimeoutMs + FRONT_SLACK_MS, () =>
      upstream.destroy(hostTimeout(target)),
    );
    upstream.on('response', answer => this.answer(upstream, answer));
    upstream.on('error', error => {
      if (sent) this.candidates.failed(address);
      else this.candidates.refused(address);
      this.fail(upstream, error, sent);
    });
  }

  private sendBody(upstream: ClientRequest): void {
    const { request } = this.options;
    if (hasBody(request) && !request.readableEnded) request.pipe(upstream);
    else upstream.end();
  }

  private answer(upstream: ClientRequest, answer: IncomingMessage): void {
    const { response } = this.options;
    if (response.destroyed) {
      answer.destroy();
      return;
    }
    // An answer that has begun may last: events are sent for hours. Only silence before it is a fault.
    upstream.setTimeout(0);
    const headers = responseHeaders(
      answer.headers,
      this.options.target.pluginId,
    );
    try {
      this.begin(answer, headers);
    } catch (error) {
      answer.destroy();
      for (const name of Object.keys(headers)) response.removeHeader(name);
      this.refuse(answerInvalid(this.options.target, error));
      return;
    }
    pipeline(answer, response, error => {
      if (error) response.destroy();
    });
  }

  /** @throws TypeError or RangeError when HTTP does not allow to send such a head */
  private begin(
    { statusCode, statusMessage }: IncomingMessage,
    headers: ReturnType<typeof responseHeaders>,
  ): void {
    const { response } = this.options;
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) continue;
      const own = response.getHeader(name);
      response.setHeader(name, name === 'vary' ? joinVary(own, value) : value);
    }
    response.writeHead(statusCode ?? 502, statusMessage);
    response.flushHeaders();
  }

  private fail(upstream: ClientRequest, error: Error, sent: boolean): void {
    const { response, target } = this.options;
    if (upstream !== this.upstream || response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (this.mayRepeat(error, sent)) {
      upstream.removeAllListeners('response');
      this.next().catch(cause => response.destroy(cause));
      return;
    }
    this.options.request.unpipe(upstream);
    this.refuse(asProblem(error) ?? connectionLost(target, error));
  }

  private refuse(problem: SceneshiftError): void {
    const { request, response, target, logger } = this.options;
    const path = target.path.split('?')[0];
    logger.warn(
      `${request.method} ${path} of '${target.pluginId}': ${problem.message}`,
    );
    sendProblem(response, problem);
  }

  private mayRepeat(error: Error, sent: boolean): boolean {
    const { request } = this.options;
    if (asProblem(error)) return false;
    if (!sent) return true;
    const isRepeatable =
      REPEATABLE.has(request.method ?? '') && !hasBody(request);
    if (!isRepeatable || this.repeats === MOST_REPEATS) return false;
    this.repeats += 1;
    return true;
  }
}

/** A machine that is gone refuses nothing, it is silent: that must not take the time that an answer may take. */
function onceConnected(
  socket: Socket,
  upstream: ClientRequest,
  begin: () => void,
): void {
  if (!socket.connecting) {
    begin();
    return;
  }
  const timer = setTimeout(
    () => upstream.destroy(new Error(`No connection in ${CONNECT_MS} ms`)),
    CONNECT_MS,
  );
  socket.once('connect', begin);
  for (const event of ['connect', 'close']) {
    socket.once(event, () => clearTimeout(timer));
  }
}

/** What was read from the caller cannot be read again. */
function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (
    (length !== undefined && length !== '0') ||
    headers['transfer-encoding'] !== undefined
  );
}
