import { readFileSync } from 'node:fs';
import type {
  DesiredState,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';

const WAIT_SECONDS = 20;
const SLACK_MS = 10_000;
const STATUS_TIMEOUT_MS = 10_000;

/** Speaks to the control plane with the environment's host key. */
export class ControlPlaneClient {
  constructor(
    private readonly options: {
      url: string;
      environment: string;
      replicaId: string;
      keyFile: string;
    },
  ) {}

  /** The desired state once it differs from the known revision; undefined when it did not change for a while. */
  async desired(
    revision: string | undefined,
    signal: AbortSignal,
  ): Promise<DesiredState | undefined> {
    const query = new URLSearchParams({
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
    const replica = encodeURIComponent(this.options.replicaId);
    const response = await this.#fetch(
      `${this.#environmentPath()}/replicas/${replica}/status`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(status),
        signal: AbortSignal.timeout(STATUS_TIMEOUT_MS),
      },
    );
    await response.body?.cancel();
  }

  async download(
    path: string,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#fetch(path, { signal });
    if (!response.body) throw new Error(`${path} answered without a body`);
    return response.body as unknown as AsyncIterable<Uint8Array>;
  }

  #environmentPath(): string {
    const environment = encodeURIComponent(this.options.environment);
    return `/api/lifecycle/v1/environments/${environment}`;
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
    const text = (await response.text()).slice(0, 500);
    throw new Error(
      `${path.split('?')[0]} answered ${response.status}: ${text}`,
    );
  }

  /** Read for each request, so that a rotated key needs no restart. */
  #key(): string {
    return readFileSync(this.options.keyFile, 'utf8').trim();
  }
}

function within(signal: AbortSignal, timeoutMs: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
}
