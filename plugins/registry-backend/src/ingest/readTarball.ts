import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  isSceneshiftError,
  SceneshiftError,
} from '@sceneshift/backstage-platform-common';
import { PathRegister } from './entryPaths';
import type { Entry, Reading, ReadOptions } from './entries';
import { readWithNodeTar } from './readWithNodeTar';
import { readWithTarStream } from './readWithTarStream';
import type { TarballFacts } from './types';

/** Both readings of a tarball that agree, and what its bytes hash to. */
export interface Tarball extends Omit<TarballFacts, 'files'> {
  entries: Entry[];
  captured: Map<string, Buffer>;
}

/**
 * Reads a gzipped tarball with two parsers and refuses it when they differ in a path, type, size or content.
 * Nothing is written to disk.
 */
export async function readTarball(
  file: string,
  options: ReadOptions,
): Promise<Tarball> {
  const first = await explain(readWithTarStream(file, options));
  const second = await explain(readWithNodeTar(file, options));
  assertSame(first, second);
  const files = first.entries.filter(entry => entry.type === 'file');
  const register = new PathRegister();
  for (const entry of files) register.addFile(entry.path);
  return {
    ...(await hashFile(file)),
    unpackedSize: files.reduce((sum, entry) => sum + entry.size, 0),
    entries: files,
    captured: first.captured,
  };
}

function assertSame(first: Reading, second: Reading): void {
  const length = Math.max(first.entries.length, second.entries.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [first.entries[index], second.entries[index]];
    if (signature(left) !== signature(right)) {
      throw new SceneshiftError(
        'TARBALL_AMBIGUOUS',
        `Two parsers disagree about the entry ${JSON.stringify(
          (left ?? right)?.path,
        )}`,
      );
    }
  }
}

function signature(entry: Entry | undefined): string {
  return entry
    ? `${entry.path}\n${entry.type}\n${entry.size}\n${entry.hash}`
    : '';
}

/** Errors of gunzip and of the parsers say what they stumbled over, not that the tarball is at fault. */
async function explain<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isSceneshiftError(error)) throw error;
    throw new SceneshiftError(
      'TARBALL_CORRUPT',
      `The tarball cannot be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

async function hashFile(file: string) {
  const sha1 = createHash('sha1');
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  let size = 0;
  for await (const chunk of createReadStream(file)) {
    size += chunk.length;
    for (const hash of [sha1, sha256, sha512]) hash.update(chunk);
  }
  return {
    size,
    shasum: sha1.digest('hex'),
    digest: `sha256-${sha256.digest('hex')}`,
    integrity: `sha512-${sha512.digest('base64')}`,
  };
}
