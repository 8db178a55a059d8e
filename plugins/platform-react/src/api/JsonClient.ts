import type { FetchApi } from '@backstage/frontend-plugin-api';
import { ProblemError } from './ProblemError';

/** Values of a query string; `undefined` ones are left out. @public */
export type QueryParams = Record<string, string | number | undefined>;

/** @public */
export interface JsonClientOptions {
  fetchApi: FetchApi;
  /** Where the API is, e.g. `plugin://lifecycle/v1`: the app's fetch resolves the plugin and adds the token. */
  baseUrl: string;
}

/**
 * Talks JSON to one of the portal's APIs and turns every refusal into a {@link ProblemError}.
 *
 * @public
 */
export class JsonClient {
  readonly #fetchApi: FetchApi;
  readonly #baseUrl: string;

  constructor(options: JsonClientOptions) {
    this.#fetchApi = options.fetchApi;
    this.#baseUrl = options.baseUrl;
  }

  get<T>(path: string, query?: QueryParams, signal?: AbortSignal): Promise<T> {
    return this.#request<T>(withQuery(path, query), { method: 'GET', signal });
  }

  post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    return this.#request<T>(path, withBody('POST', body, signal));
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#request<T>(path, withBody('PUT', body));
  }

  delete(path: string): Promise<void> {
    return this.#request<void>(path, { method: 'DELETE' });
  }

  /** The body as text, for documents that are not JSON. */
  async text(path: string, signal?: AbortSignal): Promise<string> {
    const response = await this.#send(path, { method: 'GET', signal });
    return response.text();
  }

  /** The body as it is, for files. */
  async blob(path: string, signal?: AbortSignal): Promise<Blob> {
    const response = await this.#send(path, { method: 'GET', signal });
    return response.blob();
  }

  async #request<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.#send(path, init);
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await this.#fetchApi.fetch(
      `${this.#baseUrl}${path}`,
      init,
    );
    if (!response.ok) throw await ProblemError.fromResponse(response);
    return response;
  }
}

function withBody(
  method: string,
  body: unknown,
  signal?: AbortSignal,
): RequestInit {
  if (body === undefined) return { method, signal };
  return {
    method,
    signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function withQuery(path: string, query: QueryParams = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
