import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DIGEST_PATTERN,
  SceneshiftError,
  type Digest,
} from '@sceneshift/backstage-platform-common';
import type { ArtifactStore, BlobInfo } from './ArtifactStore';

/**
 * Blobs as files `<root>/blobs/<2 hex>/<64 hex>`, written to `<root>/incoming` first, flushed, and renamed.
 *
 * @public
 */
export class FileSystemArtifactStore implements ArtifactStore {
  private constructor(private readonly root: string) {}

  static async create(options: {
    directory: string;
  }): Promise<FileSystemArtifactStore> {
    await fs.mkdir(path.join(options.directory, 'incoming'), {
      recursive: true,
    });
    await fs.mkdir(path.join(options.directory, 'blobs'), { recursive: true });
    return new FileSystemArtifactStore(options.directory);
  }

  async put(
    content: Readable,
    options: { maxBytes?: number; expected?: Digest } = {},
  ): Promise<{ digest: Digest; size: number }> {
    const temporary = path.join(this.root, 'incoming', randomUUID());
    try {
      const written = await writeHashed(content, temporary, options.maxBytes);
      assertExpected(written.digest, options.expected);
      await this.moveIn(temporary, written.digest);
      return written;
    } finally {
      await fs.rm(temporary, { force: true });
    }
  }

  async open(
    digest: Digest,
    range?: { start: number; end?: number },
  ): Promise<Readable> {
    const file = await fs.open(this.pathOf(digest)).catch(error => {
      throw error.code === 'ENOENT' ? notFound(digest) : error;
    });
    return file.createReadStream({ start: range?.start, end: range?.end });
  }

  async stat(digest: Digest): Promise<BlobInfo | undefined> {
    try {
      const { size, mtime } = await fs.stat(this.pathOf(digest));
      return { digest, size, modifiedAt: mtime };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async verify(digest: Digest): Promise<void> {
    const hash = createHash('sha256');
    for await (const chunk of await this.open(digest)) hash.update(chunk);
    if (`sha256-${hash.digest('hex')}` !== digest) {
      throw new SceneshiftError(
        'ARTIFACT_CORRUPT',
        `The stored bytes of ${digest} were changed: restore them from a backup or upload them again`,
      );
    }
  }

  async delete(digest: Digest): Promise<void> {
    await fs.rm(this.pathOf(digest), { force: true });
  }

  async *list(): AsyncIterable<BlobInfo> {
    const root = path.join(this.root, 'blobs');
    for (const folder of await fs.readdir(root)) {
      for (const name of await fs.readdir(path.join(root, folder))) {
        const info = await this.stat(`sha256-${name}`);
        if (info) yield info;
      }
    }
  }

  private async moveIn(temporary: string, digest: Digest): Promise<void> {
    const target = this.pathOf(digest);
    const folder = path.dirname(target);
    await fs.mkdir(folder, { recursive: true });
    await fs.rename(temporary, target);
    await flush(folder);
  }

  private pathOf(digest: Digest): string {
    if (!DIGEST_PATTERN.test(digest)) throw notFound(digest);
    const hex = digest.slice('sha256-'.length);
    return path.join(this.root, 'blobs', hex.slice(0, 2), hex);
  }
}

/** Writes the stream to a new file, flushed to disk, counting and hashing on the way. */
async function writeHashed(
  content: Readable,
  file: string,
  maxBytes = Infinity,
): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform(chunk, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(size > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  await pipeline(
    content,
    meter,
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { digest: `sha256-${hash.digest('hex')}`, size };
}

/** A rename is durable once its folder is flushed. */
async function flush(folder: string): Promise<void> {
  const handle = await fs.open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function assertExpected(digest: Digest, expected?: Digest): void {
  if (expected === undefined || digest === expected) return;
  throw new SceneshiftError(
    'ARTIFACT_DIGEST_MISMATCH',
    `The bytes have the digest ${digest}, not ${expected}`,
  );
}

function notFound(digest: Digest): SceneshiftError {
  return new SceneshiftError(
    'ARTIFACT_NOT_FOUND',
    `There is no blob with the digest ${digest}`,
  );
}

function tooLarge(maxBytes: number): SceneshiftError {
  return new SceneshiftError(
    'BODY_TOO_LARGE',
    `The body is larger than ${maxBytes} bytes`,
  );
}
