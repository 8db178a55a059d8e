import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Request } from 'express';

/**
 * Bodies that are too large for memory: streamed to a temporary file, which is gone when the request is. Only so many at a
 * time: that bounds the disk that they take, and the line before the ingest workers.
 */
export class Uploads {
  private running = 0;

  constructor(
    private readonly options: { directory: string; atOnce: number },
  ) {}

  /**
   * Runs `use` with the body in a file of a folder that may hold further temporary files.
   *
   * @throws SceneshiftError `TARBALL_TOO_LARGE` as soon as the body is longer than allowed, whatever it announced;
   * `INGEST_BUSY` before anything is read
   */
  async receive<T>(
    request: Request,
    maxBytes: number,
    use: (file: string, directory: string) => Promise<T>,
  ): Promise<T> {
    assertPlain(request);
    assertAnnounced(request, maxBytes);
    this.assertRoom();
    this.running += 1;
    try {
      return await this.store(request, maxBytes, use);
    } finally {
      this.running -= 1;
    }
  }

  private async store<T>(
    request: Request,
    maxBytes: number,
    use: (file: string, directory: string) => Promise<T>,
  ): Promise<T> {
    const { directory } = this.options;
    const folder = await fs.mkdtemp(path.join(directory, 'registry-upload-'));
    try {
      const file = path.join(folder, 'body');
      await pipeline(
        request,
        meter(maxBytes),
        createWriteStream(file, { flags: 'wx', mode: 0o600 }),
      );
      return await use(file, folder);
    } finally {
      await fs.rm(folder, { recursive: true, force: true });
    }
  }

  private assertRoom(): void {
    const { atOnce } = this.options;
    if (this.running < atOnce) return;
    throw new SceneshiftError(
      'INGEST_BUSY',
      `${atOnce} uploads are being read already: try again in a moment`,
    );
  }
}

function meter(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk, _encoding, done) {
      size += chunk.length;
      done(size > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
}

/** Spares an honest client the upload; the meter is what is relied on. */
function assertAnnounced(request: Request, maxBytes: number): void {
  if (Number(request.get('content-length') ?? 0) > maxBytes) {
    throw tooLarge(maxBytes);
  }
}

function assertPlain(request: Request): void {
  const encoding = request.get('content-encoding') ?? 'identity';
  if (encoding === 'identity') return;
  throw new SceneshiftError(
    'INPUT_INVALID',
    `Send the body as it is, without the content encoding ${encoding}`,
  );
}

function tooLarge(maxBytes: number): SceneshiftError {
  return new SceneshiftError(
    'TARBALL_TOO_LARGE',
    `The upload is larger than ${maxBytes} bytes`,
  );
}
