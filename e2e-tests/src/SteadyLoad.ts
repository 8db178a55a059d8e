import http from 'node:http';

export interface LoadResult {
  sent: number;
  /** Requests without a 200: status or error code to how often. */
  lost: Map<string, number>;
  latenciesMs: number[];
}

/**
 * Requests at a constant rate over kept-alive connections. The rate does not follow the answers, so that a stall shows
 * as latency and as lost requests, not as fewer requests.
 */
export class SteadyLoad {
  readonly #url: string;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  readonly #result: LoadResult = { sent: 0, lost: new Map(), latenciesMs: [] };
  readonly #timer: NodeJS.Timeout;
  #open = 0;

  constructor(url: string, requestsPerSecond: number) {
    this.#url = url;
    this.#timer = setInterval(() => this.#send(), 1000 / requestsPerSecond);
  }

  async stop(): Promise<LoadResult> {
    clearInterval(this.#timer);
    const deadline = Date.now() + 15_000;
    while (this.#open > 0 && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 20));
    this.#agent.destroy();
    return this.#result;
  }

  #send(): void {
    this.#result.sent += 1;
    this.#open += 1;
    this.#request(performance.now(), this.#agent);
  }

  #request(started: number, agent: http.Agent | false): void {
    const request = http.get(this.#url, {
      agent,
      timeout: 10_000,
    });
    request.once('response', response => {
      response.resume();
      response.once('end', () =>
        this.#settle(
          started,
          response.statusCode === 200
            ? undefined
            : `HTTP ${response.statusCode}`,
        ),
      );
    });
    request.once('timeout', () => request.destroy(new Error('timeout')));
    request.once('error', (error: NodeJS.ErrnoException) => {
      // The other end may close an idle connection at any time; this race is the client's own to handle.
      if (request.reusedSocket && error.code === 'ECONNRESET')
        this.#request(started, false);
      else this.#settle(started, error.code ?? error.message);
    });
  }

  #settle(started: number, problem?: string): void {
    this.#open -= 1;
    this.#result.latenciesMs.push(performance.now() - started);
    if (problem)
      this.#result.lost.set(problem, (this.#result.lost.get(problem) ?? 0) + 1);
  }
}

/** The value below which the share `p` (0 to 1) of the samples lies. */
export function percentile(samples: number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ??
    Number.NaN
  );
}
