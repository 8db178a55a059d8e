import {
  request,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import type { ErrorCode } from '@sceneshift/backstage-platform-common';
import { AnswerTimer } from './AnswerTimer';
import { assertFinal } from './assertFinal';
import type { HostTarget } from './HostTarget';
import { HostTimeoutError } from './HostTimeoutError';
import { requestHeaders, responseHeaders } from './headers';
import type { PluginRoute } from './PluginRoute';
import { sendProblem } from './problem';
import type { RequestTrouble } from './RequestTrouble';

/** One request on its way through the front. Whatever it brings, it is the only one that ends by it. */
export class ProxiedRequest {
  readonly #repeatable: boolean;
  #attempts = 0;

  constructor(
    private readonly incoming: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly options: {
      route: PluginRoute;
      pluginId: string;
      /** How long it waits for a host that is being replaced. */
      holdMs: number;
      trouble: RequestTrouble;
    },
  ) {
    this.#repeatable =
      (incoming.method === 'GET' || incoming.method === 'HEAD') &&
      !incoming.headers['content-length'] &&
      !incoming.headers['transfer-encoding'];
    // Many send a body to its end before they read: one that was answered early must not keep them, nor what they send next.
    response.once('close', () => incoming.unpipe().resume());
  }

  /** Resolves once the request is on its way; never rejects. */
  async run(failed?: HostTarget): Promise<void> {
    const { route, holdMs } = this.options;
    try {
      const target = await route.acquire(holdMs, failed);
      if (this.response.destroyed) return;
      if (target) this.#send(target);
      else this.#unavailable();
    } catch (error) {
      this.#unexpected(error);
    }
  }

  #send(target: HostTarget): void {
    this.#attempts += 1;
    const outgoing = this.#request(target);
    const leave = target.enter();
    const abort = () => outgoing.destroy();
    target.cut.addEventListener('abort', abort, { once: true });
    this.response.once('close', abort);
    const timer = new AnswerTimer(
      this.#repeatable ? undefined : this.incoming,
      target.requestTimeoutMs,
      () => outgoing.destroy(new HostTimeoutError()),
    );
    outgoing.once('close', () => {
      leave();
      timer.stop();
      target.cut.removeEventListener('abort', abort);
      this.response.off('close', abort);
    });
    outgoing.once('response', answer => {
      timer.stop();
      this.#answer(answer);
    });
    outgoing.once('upgrade', (_answer, socket) => {
      socket.destroy();
      this.#unexpected(new Error('The host switches protocols unasked'));
    });
    outgoing.once('error', error => this.#failed(target, outgoing, error));
    this.#sendBody(outgoing);
  }

  #request(target: HostTarget): ClientRequest {
    return request({
      socketPath: target.socketPath,
      agent: target.agent,
      method: this.incoming.method,
      path: this.incoming.url,
      headers: requestHeaders(this.incoming.headers),
    });
  }

  #sendBody(outgoing: ClientRequest): void {
    // A repeatable request has no body; ending at once keeps the incoming stream untouched for a second try.
    if (this.#repeatable) outgoing.end();
    else this.incoming.pipe(outgoing);
  }

  /** What a plugin answers may be anything: an answer that cannot be passed on must not end the process. */
  #answer(answer: IncomingMessage): void {
    try {
      this.#passOn(answer);
    } catch (error) {
      answer.destroy();
      this.#unexpected(error);
    }
  }

  #passOn(answer: IncomingMessage): void {
    assertFinal(answer);
    this.response.writeHead(
      answer.statusCode ?? 502,
      answer.statusMessage,
      responseHeaders(answer.headers),
    );
    // A stream (server-sent events) must not wait for the first byte of its body.
    if (!answer.headers['content-length']) this.response.flushHeaders();
    pipeline(answer, this.response, error => {
      if (!error) return;
      const { trouble } = this.options;
      if (answer.errored) trouble.report('HOST_CONNECTION_LOST', error);
      // Headers are out: a cut connection is the only way left to tell that the answer is incomplete.
      this.response.destroy();
    });
  }

  #failed(target: HostTarget, outgoing: ClientRequest, error: Error): void {
    if (this.response.destroyed || this.response.headersSent) {
      this.response.destroy();
    } else if (error instanceof HostTimeoutError) {
      this.#refuse('HOST_TIMEOUT', 'did not answer in time', error);
    } else if (isUnreadable(error)) {
      this.#refuse('HOST_ANSWER_INVALID', 'answered with no HTTP', error);
    } else if (this.#mayRepeat(outgoing, error)) {
      void this.run(target);
    } else {
      this.#refuse('HOST_CONNECTION_LOST', 'ended while it answered', error);
    }
  }

  /** Once, and only when the host cannot have acted on the request, or acting twice does no harm. */
  #mayRepeat(outgoing: ClientRequest, error: NodeJS.ErrnoException): boolean {
    if (this.#attempts > 1) return false;
    const neverConnected =
      (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') &&
      !outgoing.reusedSocket;
    return (
      this.#repeatable || (neverConnected && !this.incoming.readableDidRead)
    );
  }

  #unavailable(): void {
    this.#answerProblem(
      'HOST_UNAVAILABLE',
      `The plugin ${this.options.pluginId} is not serving right now; try again`,
    );
  }

  #refuse(code: ErrorCode, what: string, cause: Error): void {
    this.options.trouble.report(code, cause);
    this.#answerProblem(code, `The plugin ${this.options.pluginId} ${what}`);
  }

  #unexpected(error: unknown): void {
    const { trouble } = this.options;
    trouble.report('INTERNAL', error);
    this.#answerProblem('INTERNAL', trouble.describe());
  }

  #answerProblem(code: ErrorCode, message: string): void {
    this.incoming.resume();
    sendProblem(this.response, code, message);
  }
}

/** The host lives and has answered: no other one is on its way. One that ends in the middle of a head has not. */
function isUnreadable({ code = '' }: NodeJS.ErrnoException): boolean {
  return code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE';
}
