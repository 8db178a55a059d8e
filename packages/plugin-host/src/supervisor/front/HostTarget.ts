import { monotonicMs } from '../../protocol/monotonicMs';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostPolicy } from '@sceneshift/backstage-plugin-lifecycle-common';

const DRAIN_POLL_MS = 50;

/** A host as the front sees it: where to connect, and how many requests are under way to it. */
export class HostTarget {
  // Idle connections stay: the host never closes them by itself, so none is lost to a request that is just being sent.
  readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  #inFlight = 0;
  readonly #cut = new AbortController();

  constructor(
    readonly socketPath: string,
    private readonly policy: () => Pick<HostPolicy, 'requestTimeoutMs'>,
  ) {}

  /** The host must begin its answer within this time after the last byte of a request. */
  get requestTimeoutMs(): number {
    return this.policy().requestTimeoutMs;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Aborted when what is still under way has to end. */
  get cut(): AbortSignal {
    return this.#cut.signal;
  }

  /** Counts a request until the returned function is called. */
  enter(): () => void {
    this.#inFlight += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inFlight -= 1;
    };
  }

  /** Waits until nothing is under way, or the time is over; then cuts the rest. */
  async drain(timeoutMs: number): Promise<void> {
    const deadline = monotonicMs() + timeoutMs;
    while (this.#inFlight > 0 && monotonicMs() < deadline) {
      await sleep(DRAIN_POLL_MS);
    }
    this.close();
  }

  close(): void {
    this.#cut.abort();
    this.agent.destroy();
  }
}
