import {
  request as httpRequest,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { unavailable } from './Balancer';
import { requestHeaders, responseHeaders, REQUEST_ID } from './headers';
import { sendProblem } from './sendProblem';
import type { Target } from './Target';

/** What one proxied request needs. */
export interface ExchangeOptions {
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  addresses: string[];
  agent: Agent;
  logger: LoggerService;
}

const REPEATABLE = new Set(['GET', 'HEAD']);
const RETRIES = 1;
/** The supervisor has the same limit and knows better what went wrong: its answer comes first. */
const FRONT_SLACK_MS = 500;

/**
 * One request to a hosted plugin. Bodies stream both ways and are never held in memory. What a host may already have acted
 * upon is not sent twice: only GET and HEAD are, and what never reached a supervisor.
 */
export class ProxyExchange {
  private attempts = 0;
  private upstream: ClientRequest | undefined;
  private readonly headers: ReturnType<typeof requestHeaders>;

  constructor(private readonly options: ExchangeOptions) {
    this.headers = requestHeaders(options.request);
  }

  start(): void {
    const { response } = this.options;
    response.setHeader(REQUEST_ID, String(this.headers[REQUEST_ID]));
    // The caller went away: so does the work that is done for it.
    response.on('close', () => this.upstream?.destroy());
    this.send();
  }

  private send(): void {
    const { request, target, addresses, agent } = this.options;
    const address = addresses[this.attempts % addresses.length]!;
    this.attempts += 1;
    const upstream = httpRequest(`${address}${target.path}`, {
      method: request.method,
      headers: this.headers,
      agent,
    });
    this.upstream = upstream;
    let sent = false;
    const begin = () => {
      sent = true;
      this.sendBody(upstream);
    };
    // The body is not touched before somebody takes it: without a connection it can still go elsewhere.
    upstream.on('socket', socket => {
      if (socket.connecting) socket.once('connect', begin);
      else begin();
    });
    upstream.setTimeout(target.requestTimeoutMs + FRONT_SLACK_MS, () =>
      upstream.destroy(timeoutError(target)),
    );
    upstream.on('response', answer => this.answer(upstream, answer));
    upstream.on('error', error => this.fail(upstream, error, sent));
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
    for (const [name, value] of Object.entries(
      responseHeaders(answer.headers, this.options.target.pluginId),
    )) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage);
    response.flushHeaders();
    pipeline(answer, response, error => {
      if (error) response.destroy();
    });
  }

  private fail(upstream: ClientRequest, error: Error, sent: boolean): void {
    const { response, target, logger } = this.options;
    if (upstream !== this.upstream || response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (this.mayRepeat(error, sent)) {
      upstream.removeAllListeners('response');
      this.send();
      return;
    }
    this.options.request.unpipe(upstream);
    const problem = toProblem(target, error, sent);
    logger.warn(
      `${this.options.request.method} ${target.path.split('?')[0]} of '${
        target.pluginId
      }': ${error.message}`,
    );
    sendProblem(response, problem);
  }

  private mayRepeat(error: Error, sent: boolean): boolean {
    const { request, addresses } = this.options;
    if (error instanceof SceneshiftError) return false;
    if (!sent) return this.attempts <= Math.max(RETRIES, addresses.length - 1);
    const isRepeatable =
      REPEATABLE.has(request.method ?? '') && !hasBody(request);
    return isRepeatable && this.attempts <= RETRIES;
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

function timeoutError({ pluginId, requestTimeoutMs }: Target): SceneshiftError {
  return new SceneshiftError(
    'HOST_TIMEOUT',
    `The plugin '${pluginId}' did not answer within ${requestTimeoutMs} ms.`,
  );
}

function toProblem(
  { pluginId }: Target,
  error: Error,
  sent: boolean,
): SceneshiftError {
  if (error instanceof SceneshiftError) return error;
  if (!sent) return unavailable(pluginId);
  return new SceneshiftError(
    'HOST_CONNECTION_LOST',
    `The plugin '${pluginId}' ended while it answered. Whether it acted on the request is not known.`,
    { cause: error },
  );
}
