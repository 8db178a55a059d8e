import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  SceneshiftError,
  type ArtifactManifest,
  type Digest,
} from '@sceneshift/backstage-platform-common';
import { extract } from 'tar';

/** More than any frontend has; a bomb has no end. */
const MAX_UNPACKED_BYTES = 256 * 1_048_576;
const MANIFEST = 'artifact.json';

/**
 * Unpacks an artifact into an empty directory, after its bytes were found to have the digest. Anything but plain files and
 * directories at safe paths is refused.
 */
export async function unpackArtifact(
  source: Readable,
  digest: Digest,
  directory: string,
): Promise<ArtifactManifest> {
  const tarball = `${directory}.tgz`;
  await download(source, digest, tarball);
  await mkdir(directory, { recursive: true });
  await extractSafely(tarball, directory);
  return readManifest(directory);
}

async function download(
  source: Readable,
  digest: Digest,
  path: string,
): Promise<void> {
  const hash = createHash('sha256');
  const tap = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(source, tap, createWriteStream(path, { flags: 'wx' }));
  const actual = `sha256-${hash.digest('hex')}`;
  if (actual !== digest) {
    throw new SceneshiftError(
      'VERIFY_FAILED',
      `The registry sent an artifact with the digest ${actual} for ${digest}.`,
    );
  }
}

async function extractSafely(tarball: string, cwd: string): Promise<void> {
  let total = 0;
  let refused: string | undefined;
  await extract({
    file: tarball,
    cwd,
    strict: true,
    preservePaths: false,
    noChmod: true,
    filter(path, entry) {
      total += entry.size ?? 0;
      const type = 'type' in entry ? entry.type : undefined;
      refused ??= faultOf(path, type, total);
      return refused === undefined;
    },
  });
  if (refused) {
    throw new SceneshiftError('VERIFY_FAILED', `The artifact ${refused}.`);
  }
}

function faultOf(
  path: string,
  type: string | undefined,
  total: number,
): string | undefined {
  const isPlain = ['File', 'OldFile', 'Directory'].includes(type ?? '');
  if (!isPlain) return `has '${path}', which is a ${type}`;
  const normal = posix.normalize(path);
  const isUnsafe =
    path.includes('\\') || normal.startsWith('..') || normal.startsWith('/');
  if (isUnsafe) return `has the unsafe path '${path}'`;
  return total > MAX_UNPACKED_BYTES ? 'unpacks to too many bytes' : undefined;
}

async function readManifest(directory: string): Promise<ArtifactManifest> {
  try {
    return JSON.parse(await readFile(join(directory, MANIFEST), 'utf8'));
  } catch (error) {
    throw new SceneshiftError(
      'VERIFY_FAILED',
      `The artifact has no readable ${MANIFEST}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
