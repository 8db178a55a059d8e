import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError, EXIT } from '../runtime/CliError';
import { cannotWrite } from '../runtime/fileErrors';
import type { ApiClient } from './ApiClient';

/** Saves what a path answers. The file is there whole, with the stated digest, or not at all. */
export async function download(
  api: ApiClient,
  path: string,
  file: string,
  digest: string,
): Promise<void> {
  const part = `${file}.part`;
  const hash = createHash('sha256');
  const meter = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    const content = await api.stream(path);
    await pipeline(content, meter, createWriteStream(part, { mode: 0o600 }));
    assertDigest(`sha256-${hash.digest('hex')}`, digest);
    await rename(part, file);
  } catch (error) {
    cannotWrite(file, error);
  } finally {
    await rm(part, { force: true });
  }
}

function assertDigest(actual: string, expected: string): void {
  if (actual === expected) return;
  throw new CliError(
    `The bytes that arrived have the digest ${actual}, not ${expected}: try again`,
    EXIT.failed,
    'ARTIFACT_DIGEST_MISMATCH',
  );
}
