import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DesiredState,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { RefusedError } from './RefusedError';

const WAIT_SECONDS = 20;
const SLACK_MS = 10_000;
const STATUS_TIMEOUT_MS = 10_000;

/** About half a minute altogether. */
const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Speaks to the control plane with the environment's host key. */
export class ControlPlaneClient {
  constructor(
    private readonly options: {
      url: string;
      environment: string;
      replicaId: string;
      incarnation: string;
      keyFile: string;
    },
  ) {}

  /** The desired state once it differs from the known revision; undefined when it did not change for a while. */
  async desired(
    revision: string | undefined,
    signal: AbortSignal,
  ): Promise<DesiredState | undefined> {
    const query = new URLSearchParams({
      replica: this.options.replicaId,
      incarnation: this.options.incarnation,
      wait: String(WAIT_SECONDS),
      ...(revision ? { revision } : {}),
    });
    const response = await this.#fetch(
      `${this.#environmentPath()}/desired?${query}`,
      { signal: within(signal, WAIT_SECONDS * 1000 + SLACK_MS) },
    );
    if (response.status === 304) {
      await response.body?.cancel();
      return undefined;
    }
    return (await response.json()) as DesiredState;
  }

  async report(status: ReplicaStatus): Promise<void> {
    const { replicaId, incarnation } = this.options;
    const replica = encodeURIComponent(replicaId);
    const response = await this.#fetch(
      `${this.#environmentPath()}/replicas/${replica}/status`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...status, incarnation }),
        signal: AbortSignal.timeout(STATUS_TIMEOUT_MS),
      },
    );
    await response.body?.cancel();
  }

  async download(
    path: string,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#persistentFetch(path, signal);
    if (!response.body) throw new Error(`${path} answered without a body`);
    return response.body as unknown as AsyncIterable<Uint8Array>;
  }

  #environmentPath(): string {
    const environment = encodeURIComponent(this.options.environment);
    return `/api/lifecycle/v1/environments/${environment}`;
  }

  /** A control plane that restarts in the middle of a rollout must not fail it; a clear refusal does. */
  async #persistentFetch(path: string, signal: AbortSignal): Promise<Response> {
    for (const delayMs of RETRY_DELAYS_MS) {
      try {
        return await this.#fetch(path, { signal });
      } catch (error) {
        if (signal.aborted || error instanceof RefusedError) throw error;
        await sleep(delayMs, undefined, { signal });
      }
    }
    return this.#fetch(path, { signal });
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    if (!path.startsWith('/') || path.startsWith('//')) {
      throw new Error(`${path} is not a path on the control plane`);
    }
    const response = await fetch(`${this.options.url}${path}`, {
      ...init,
      // The key must not follow a redirect to another place.
      redirect: 'error',
      headers: { ...init.headers, authorization: `Bearer ${this.#key()}` },
    });
    if (response.ok || response.status === 304) return response;
    throw await failureOf(path, response);
  }

  /** Read for each request, so that a rotated key needs no restart. */
  #key(): string {
    return readFileSync(this.options.keyFile, 'utf8').trim();
  }
}

function within(signal: AbortSignal, timeoutMs: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
}

/** What people have to know of an answer that is none. */
async function failureOf(path: string, response: Response): Promise<Error> {
  const { status } = response;
  const text = await response.text();
  const { code, detail = text.slice(0, 500) } = readProblem(text);
  const message = `${path.split('?')[0]} answered ${status}: ${detail}`;
  return status < 500 ? new RefusedError(message, code) : new Error(message);
}

function readProblem(text: string): { code?: string; detail?: string } {
  try {
    return (JSON.parse(text) ?? {}) as { code?: string; detail?: string };
  } catch {
    // Not from the control plane itself: something before it has answered.
    return {};
  }
}
