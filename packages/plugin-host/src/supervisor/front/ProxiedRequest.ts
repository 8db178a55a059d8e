import {
  request,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import type { HostTarget } from './HostTarget';
import { HostTimeoutError } from './HostTimeoutError';
import { requestHeaders, responseHeaders } from './headers';
import type { PluginRoute } from './PluginRoute';
import { sendProblem } from './problem';

/** One request on its way through the front. */
export class ProxiedRequest {
  readonly #repeatable: boolean;
  #attempts = 0;

  constructor(
    private readonly incoming: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly route: PluginRoute,
    private readonly pluginId: string,
    /** How long it waits for a host that is being replaced. */
    private readonly holdMs: number,
  ) {
    this.#repeatable =
      (incoming.method === 'GET' || incoming.method === 'HEAD') &&
      !incoming.headers['content-length'] &&
      !incoming.headers['transfer-encoding'];
  }

  async run(failed?: HostTarget): Promise<void> {
    const target = await this.route.acquire(this.holdMs, failed);
    if (this.response.destroyed) return;
    if (target) this.#send(target);
    else this.#unavailable();
  }

  #send(target: HostTarget): void {
    this.#attempts += 1;
    const leave = target.enter();
    const outgoing = request({
      socketPath: target.socketPath,
      agent: target.agent,
      method: this.incoming.method,
      path: this.incoming.url,
      headers: requestHeaders(this.incoming.headers),
    });
    const abort = () => outgoing.destroy();
    target.cut.addEventListener('abort', abort, { once: true });
    this.response.once('close', abort);
    const timer = this.#watch(outgoing, target.requestTimeoutMs);
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
    outgoing.once('error', error => this.#failed(target, outgoing, error));
    this.#sendBody(outgoing);
  }

  #sendBody(outgoing: ClientRequest): void {
    // A repeatable request has no body; ending at once keeps the incoming stream untouched for a second try.
    if (this.#repeatable) outgoing.end();
    else this.incoming.pipe(outgoing);
  }

  #answer(answer: IncomingMessage): void {
    this.response.writeHead(
      answer.statusCode ?? 502,
      answer.statusMessage,
      responseHeaders(answer.headers),
    );
    // A stream (server-sent events) must not wait for the first byte of its body.
    if (!answer.headers['content-length']) this.response.flushHeaders();
    pipeline(answer, this.response, error => {
      // Headers are out: a cut connection is the only way left to tell that the answer is incomplete.
      if (error) this.response.destroy();
    });
  }

  #failed(target: HostTarget, outgoing: ClientRequest, error: Error): void {
    if (this.response.destroyed || this.response.headersSent) {
      this.response.destroy();
      return;
    }
    if (error instanceof HostTimeoutError) {
      this.#refuse('HOST_TIMEOUT', 'did not answer in time');
    } else if (this.#mayRepeat(outgoing, error)) {
      this.run(target).catch(() => this.response.destroy());
    } else {
      this.#refuse('HOST_CONNECTION_LOST', 'ended while it answered');
    }
  }

  /** Once, and only when the host cannot have acted on the request, or acting twice does no harm. */
  #mayRepeat(outgoing: ClientRequest, error: NodeJS.ErrnoException): boolean {
    if (this.#attempts > 1) return false;
    const neverConnected =
      (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') &&
      !outgoing.reusedSocket;
    return this.#repeatable || (neverConnected && !this.#hasReadBody());
  }

  #hasReadBody(): boolean {
    return this.incoming.readableDidRead;
  }

  #unavailable(): void {
    this.#refuse('HOST_UNAVAILABLE', 'is not serving right now; try again');
  }

  #refuse(
    code: 'HOST_UNAVAILABLE' | 'HOST_TIMEOUT' | 'HOST_CONNECTION_LOST',
    what: string,
  ): void {
    this.incoming.resume();
    sendProblem(this.response, code, `The plugin ${this.pluginId} ${what}`);
  }

  /** The time counts from the last byte of the request, so that a slow upload is not cut. */
  #watch(outgoing: ClientRequest, timeoutMs: number): { stop: () => void } {
    const overdue = () => outgoing.destroy(new HostTimeoutError());
    let timer = setTimeout(overdue, timeoutMs);
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(overdue, timeoutMs);
    };
    if (!this.#repeatable) this.incoming.on('data', restart);
    return {
      stop: () => {
        clearTimeout(timer);
        this.incoming.off('data', restart);
      },
    };
  }
}
