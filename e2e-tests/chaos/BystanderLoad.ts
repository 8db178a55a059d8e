import http from 'node:http';

/** A request of the load that did not end with 200. */
export interface LostRequest {
  method: string;
  /** `portal`, or the supervisor whose front was asked directly. */
  path: string;
  from: number;
  to: number;
  /** Status and code, or the error of the connection. */
  how: string;
}

/**
 * Requests at a constant rate to a plugin that nothing is done to. What is lost is kept with its times, so that it can be held
 * against what was away then.
 */
export class BystanderLoad {
  readonly lost: LostRequest[] = [];
  sent = 0;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  readonly #timer: NodeJS.Timeout;

  constructor(
    path: string,
    method: 'GET' | 'POST',
    url: string,
    requestsPerSecond: number,
  ) {
    this.#timer = setInterval(
      () => this.#send(path, method, url),
      1000 / requestsPerSecond,
    );
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#agent.destroy();
  }

  #send(path: string, method: 'GET' | 'POST', url: string): void {
    this.sent += 1;
    this.#request(path, method, url, this.#agent);
  }

  #request(
    path: string,
    method: 'GET' | 'POST',
    url: string,
    agent: http.Agent | false,
  ): void {
    const from = Date.now();
    let settled = false;
    const lose = (how: string) => {
      if (settled) return;
      settled = true;
      this.lost.push({ method, path, from, to: Date.now(), how });
    };
    const request = http.request(url, {
      method,
      agent,
      timeout: 15_000,
    });
    request.once('response', response => {
      let body = '';
      response.on('data', chunk => (body += chunk));
      response.once('error', error => lose(error.message));
      response.once('end', () => {
        if (response.statusCode === 200) settled = true;
        else
          lose(
            `${response.statusCode} ${/"code":"(\w+)"/.exec(body)?.[1] ?? ''}`,
          );
      });
    });
    request.once('timeout', () => request.destroy(new Error('timeout')));
    request.once('error', (error: NodeJS.ErrnoException) => {
      // The other end may close an idle connection at any time; this race is the client's own to handle.
      const closedIdle = request.reusedSocket && error.code === 'ECONNRESET';
      if (closedIdle && !settled) this.#request(path, method, url, false);
      else lose(error.code ?? error.message);
    });
    request.end(method === 'POST' ? 'x' : undefined);
  }
}
