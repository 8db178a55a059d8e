/** Asks a plugin for its version at a constant rate, and keeps what it hears. */
export class VersionLoad {
  readonly versions = new Set<string>();
  readonly pids = new Set<number>();
  readonly lost: string[] = [];
  answered = 0;
  readonly #timer: NodeJS.Timeout;
  readonly #pending = new Set<Promise<void>>();

  constructor(url: string, requestsPerSecond = 50) {
    this.#timer = setInterval(() => {
      const asking = this.#ask(url).finally(() => this.#pending.delete(asking));
      this.#pending.add(asking);
    }, 1000 / requestsPerSecond);
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
  }

  async #ask(url: string): Promise<void> {
    try {
      const response = await fetch(url, {
        signal: AbortSignal.timeout(15_000),
      });
      const text = await response.text();
      if (response.status !== 200) {
        this.lost.push(`${response.status} ${text}`);
        return;
      }
      const { version, pid } = JSON.parse(text) as {
        version: string;
        pid: number;
      };
      this.answered += 1;
      this.versions.add(version);
      this.pids.add(pid);
    } catch (error) {
      this.lost.push(`${error}`);
    }
  }
}
