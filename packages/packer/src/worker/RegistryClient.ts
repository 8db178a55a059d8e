import { constants, createWriteStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { Baseline, Digest } from '@sceneshift/backstage-platform-common';
import type { JobFailure, PackJob } from './types';

/** The registry answered with a problem; it will do so again. */
export class RegistryProblem extends Error {
  readonly name = 'RegistryProblem';

  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }

  /** True when the same request may succeed later. */
  get isTransient(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 401;
  }
}

/** A package as the npm protocol describes it. */
export interface Packument {
  versions: Record<
    string,
    { dependencies?: Record<string, string>; dist: { tarball: string } }
  >;
}

const CLAIM_TIMEOUT_MS = 45_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** The registry, as a pack worker uses it. The key is read anew for each request: it may be replaced. */
export class RegistryClient {
  constructor(
    private readonly options: {
      url: string;
      keyFile: string;
      signal: AbortSignal;
    },
  ) {}

  /** Waits for a job, up to the registry's long poll. */
  async claim(): Promise<PackJob | undefined> {
    const response = await this.#send('/api/registry/v1/pack-jobs/claim', {
      method: 'POST',
      timeoutMs: CLAIM_TIMEOUT_MS,
    });
    return response.status === 204
      ? undefined
      : ((await response.json()) as PackJob);
  }

  async download(pathOrUrl: string, file: string): Promise<void> {
    const { pathname, search } = new URL(pathOrUrl, this.options.url);
    const response = await this.#send(`${pathname}${search}`);
    const body = (response.body ?? new Blob([]).stream()) as NodeStream;
    await pipeline(Readable.fromWeb(body), createWriteStream(file));
  }

  async baseline(release: string): Promise<Baseline> {
    const path = `/api/registry/v1/baselines/${encodeURIComponent(release)}`;
    return (await (await this.#send(path)).json()) as Baseline;
  }

  /** What the registry itself has of a package; nothing when it has none. */
  async packument(name: string): Promise<Packument | undefined> {
    const path = `/api/registry/npm/${name.replace('/', '%2f')}`;
    try {
      return (await (await this.#send(path)).json()) as Packument;
    } catch (error) {
      if (error instanceof RegistryProblem && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** Uploads a file that another user wrote: never through a link. */
  async uploadArtifact(job: PackJob, digest: Digest, file: string) {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await handle.stat();
      const name = encodeURIComponent(job.name).replace('%40', '@');
      await this.#send(
        `/api/registry/v1/packages/${name}/versions/${encodeURIComponent(
          job.version,
        )}/artifacts/${digest}`,
        {
          method: 'PUT',
          headers: {
            'content-type': 'application/octet-stream',
            'content-length': String(size),
          },
          body: Readable.toWeb(
            handle.createReadStream({ autoClose: false }),
          ) as BodyInit,
        },
      );
    } finally {
      await handle.close();
    }
  }

  async complete(job: PackJob) {
    await this.#send(`/api/registry/v1/pack-jobs/${job.jobId}/completed`, {
      method: 'POST',
    });
  }

  async fail(job: PackJob, failure: JobFailure) {
    await this.#send(`/api/registry/v1/pack-jobs/${job.jobId}/failed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(failure),
    });
  }

  async #send(
    path: string,
    init: RequestInit & { timeoutMs?: number } = {},
  ): Promise<Response> {
    const { timeoutMs = REQUEST_TIMEOUT_MS, ...request } = init;
    const key = (await readFile(this.options.keyFile, 'utf8')).trim();
    const response = await fetch(new URL(path, this.options.url), {
      ...request,
      ...(request.body instanceof ReadableStream && { duplex: 'half' }),
      headers: { ...request.headers, authorization: `Bearer ${key}` },
      signal: AbortSignal.any([
        this.options.signal,
        AbortSignal.timeout(timeoutMs),
      ]),
    });
    if (!response.ok) throw await toProblem(response);
    return response;
  }
}

async function toProblem(response: Response): Promise<RegistryProblem> {
  const text = await response.text();
  const { code, detail } = parseObject(text);
  return new RegistryProblem(
    response.status,
    String(code ?? 'UNAVAILABLE'),
    String(detail ?? `The registry answered ${response.status}`),
  );
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    // A proxy's page, not a problem document: the status says enough.
    return {};
  }
}
