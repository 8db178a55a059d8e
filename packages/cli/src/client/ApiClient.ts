import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parseAnswer, toAnswerError, unreachable } from './answers';

/** A request to a Sceneshift API. */
export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  query?: Record<string, string | number | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, streamed. */
  file?: string;
  headers?: Record<string, string>;
  /** For the whole answer. Default: 2 minutes. */
  timeoutMs?: number;
}

interface ListPage<T> {
  items: T[];
  nextCursor?: string;
}

const TIMEOUT_MS = 120_000;
const STREAM_TIMEOUT_MS = 24 * 3_600_000;

/** Talks to a portal's Sceneshift APIs; turns problem documents into errors that know their exit code. */
export class ApiClient {
  constructor(
    private readonly options: {
      url: string;
      token?: string;
      organization?: string;
      signal?: AbortSignal;
    },
  ) {}

  async get<T>(path: string, query?: ApiRequest['query']): Promise<T> {
    return await this.request<T>(path, { query });
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return await this.request<T>(path, { method: 'POST', body });
  }

  /** Every item of a listing, page by page. */
  async list<T>(path: string, query: ApiRequest['query'] = {}): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await this.get<ListPage<T>>(path, { ...query, cursor });
      items.push(...page.items);
      cursor = page.nextCursor;
      if (!cursor) return items;
    }
  }

  /** The bytes of an answer, however long they take. */
  async stream(path: string): Promise<Readable> {
    const response = await this.#send(path, { timeoutMs: STREAM_TIMEOUT_MS });
    if (!response.ok) throw await toAnswerError(response);
    return Readable.from(this.#chunks(response));
  }

  async request<T>(path: string, request: ApiRequest = {}): Promise<T> {
    const response = await this.#send(path, request);
    if (!response.ok) throw await toAnswerError(response);
    const text = await response.text().catch(error => this.#lost(error));
    return (text ? parseAnswer(text, response) : undefined) as T;
  }

  async #send(path: string, request: ApiRequest): Promise<Response> {
    const url = new URL(path, `${this.options.url.replace(/\/$/, '')}/`);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers = await this.#headers(request);
    try {
      return await fetch(url, {
        method: request.method ?? 'GET',
        headers,
        signal: AbortSignal.any([
          AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS),
          ...(this.options.signal ? [this.options.signal] : []),
        ]),
        ...bodyOf(request),
      });
    } catch (error) {
      return this.#lost(error);
    }
  }

  async *#chunks(response: Response) {
    try {
      yield* response.body ?? [];
    } catch (error) {
      this.#lost(error);
    }
  }

  /** The connection failed, or the command should end. */
  #lost(error: unknown): never {
    this.options.signal?.throwIfAborted();
    throw unreachable(this.options.url, error);
  }

  async #headers(request: ApiRequest): Promise<Record<string, string>> {
    const { token, organization } = this.options;
    return {
      accept: 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(organization && { 'x-sceneshift-organization': organization }),
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(request.file && {
        'content-type': 'application/octet-stream',
        'content-length': String((await stat(request.file)).size),
      }),
      ...request.headers,
    };
  }
}

function bodyOf(request: ApiRequest): RequestInit {
  if (request.file) {
    const stream = Readable.toWeb(createReadStream(request.file));
    return { body: stream as BodyInit, duplex: 'half' } as RequestInit;
  }
  return request.body === undefined
    ? {}
    : { body: JSON.stringify(request.body) };
}
