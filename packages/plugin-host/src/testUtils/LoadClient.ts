import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Constant load on one path, that counts what it got. */
export class LoadClient {
  readonly failures: string[] = [];
  readonly bodies = new Map<string, number>();
  answered = 0;
  #stopped = false;
  readonly #workers: Promise<void>[];
  readonly #agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string, workers = 4) {
    this.#workers = Array.from({ length: workers }, () => this.#work());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
    this.#agent.destroy();
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      await this.#once().catch((error: Error) =>
        this.failures.push(error.message),
      );
      await sleep(1);
    }
  }

  #once(): Promise<void> {
    return new Promise((resolve, reject) => {
      const outgoing = request(this.url, { agent: this.#agent }, incoming => {
        const chunks: Buffer[] = [];
        incoming.on('data', chunk => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          this.#count(incoming.statusCode, Buffer.concat(chunks).toString());
          resolve();
        });
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  #count(status: number | undefined, body: string): void {
    this.answered += 1;
    if (status === 200) this.bodies.set(body, (this.bodies.get(body) ?? 0) + 1);
    else this.failures.push(`${status}: ${body.slice(0, 200)}`);
  }
}
