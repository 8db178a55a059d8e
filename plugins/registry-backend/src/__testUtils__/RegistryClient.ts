import { createHash } from 'node:crypto';
import type { TestRegistry } from './startRegistry';

/** An answer, read. */
export interface Answer {
  status: number;
  headers: Headers;
  // A test reads members of many shapes; the contract test checks the shapes themselves.
  body: Record<string, never> & { code?: string };
}

/** Calls a test registry with one key. */
export class RegistryClient {
  constructor(
    private readonly registry: TestRegistry,
    private readonly key: string,
  ) {}

  async call(
    method: string,
    path: string,
    body?: Buffer | object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const json = body !== undefined && !Buffer.isBuffer(body);
    const response = await fetch(`${this.registry.baseUrl}${path}`, {
      method,
      body: json ? JSON.stringify(body) : (body as BodyInit | undefined),
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      headers: response.headers,
      body: type.includes('json') && text ? JSON.parse(text) : { text },
    };
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.call('GET', `/api/registry/v1${path}`, undefined, headers);
  }

  post(path: string, body?: object): Promise<Answer> {
    return this.call('POST', `/api/registry/v1${path}`, body);
  }

  put(path: string, body: object): Promise<Answer> {
    return this.call('PUT', `/api/registry/v1${path}`, body);
  }

  delete(path: string): Promise<Answer> {
    return this.call('DELETE', `/api/registry/v1${path}`);
  }

  putVersion(
    name: string,
    version: string,
    bytes: Buffer,
    query = '',
  ): Promise<Answer> {
    return this.call('PUT', `${versionPath(name, version)}${query}`, bytes);
  }

  putArtifact(
    name: string,
    version: string,
    artifact: { bytes: Buffer; digest: string },
  ): Promise<Answer> {
    return this.call(
      'PUT',
      `${versionPath(name, version)}/artifacts/${artifact.digest}`,
      artifact.bytes,
    );
  }
}

export function versionPath(name: string, version: string): string {
  return `/api/registry/v1/packages/${encodeURIComponent(
    name,
  )}/versions/${encodeURIComponent(version)}`;
}

export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}
