import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { IngestLimits } from './types';

/** One entry as a parser sees it. */
export interface Entry {
  path: string;
  type: 'file' | 'directory';
  size: number;
  mode: number;
  hash: string;
}

/** How entries are read, the same for both parsers. */
export interface ReadOptions {
  limits: IngestLimits;
  algorithm: 'sha512' | 'sha256';
  /** Files whose bytes are wanted, up to a number of bytes. */
  capture: (path: string) => number | undefined;
}

/** What one parser found. */
export interface Reading {
  entries: Entry[];
  captured: Map<string, Buffer>;
}

const BOMB_RATIO = 100;
const BOMB_FREE_BYTES = 1024 * 1024;

/** The unpacked bytes of a gzip file, cut off where they become too many. */
export async function openTar(
  file: string,
  limits: IngestLimits,
): Promise<{ source: Readable; gunzip: Gunzip; meter: Transform }> {
  const { size } = await stat(file);
  const gunzip = createGunzip();
  let unpacked = 0;
  const meter = new Transform({
    transform(chunk, _encoding, done) {
      unpacked += chunk.length;
      done(faultOf(unpacked, size, limits), chunk);
    },
    flush: done => done(trailing(gunzip, size)),
  });
  return { source: createReadStream(file), gunzip, meter };
}

function faultOf(
  unpacked: number,
  size: number,
  limits: IngestLimits,
): Error | null {
  if (unpacked > BOMB_FREE_BYTES && unpacked > BOMB_RATIO * size) {
    return new SceneshiftError(
      'TARBALL_BOMB',
      `The tarball unpacks to more than ${BOMB_RATIO} times its ${size} bytes`,
    );
  }
  if (unpacked > limits.unpackedBytes) {
    return new SceneshiftError(
      'TARBALL_TOO_LARGE',
      `The tarball unpacks to more than ${limits.unpackedBytes} bytes`,
    );
  }
  return null;
}

/** Bytes after the gzip stream would be seen by some programs and not by others. */
function trailing(gunzip: Gunzip, size: number): Error | null {
  if (gunzip.bytesWritten === size) return null;
  return new SceneshiftError(
    'TARBALL_CORRUPT',
    'The tarball has bytes after its end: pack it again',
  );
}

/** Takes the bytes of one entry. */
export class EntryDigest {
  private readonly hash;
  private readonly chunks: Buffer[] = [];
  private readonly keep: number;
  private size = 0;

  constructor(
    options: ReadOptions,
    private readonly entry: Omit<Entry, 'hash'>,
    private readonly into: Reading,
  ) {
    this.hash = createHash(options.algorithm);
    const wanted = entry.type === 'file' && options.capture(entry.path);
    this.keep = wanted || 0;
  }

  update(chunk: Buffer): void {
    this.size += chunk.length;
    this.hash.update(chunk);
    if (this.size <= this.keep) this.chunks.push(Buffer.from(chunk));
  }

  end(): void {
    const { entry, into } = this;
    into.entries.push({ ...entry, size: this.size, hash: this.encode() });
    if (this.keep > 0 && this.size <= this.keep) {
      into.captured.set(entry.path, Buffer.concat(this.chunks));
    }
  }

  private encode(): string {
    const digest = this.hash.digest();
    return digest.length === 64
      ? `sha512-${digest.toString('base64')}`
      : digest.toString('hex');
  }
}

/** Counts entries and adds up what they hold. */
export class EntryCollector implements Reading {
  readonly entries: Entry[] = [];
  readonly captured = new Map<string, Buffer>();

  constructor(private readonly options: ReadOptions) {}

  /** Announces an entry before its bytes; throws when it is one too many or too large. */
  begin(entry: Omit<Entry, 'hash'>): EntryDigest {
    const { entries, entryBytes } = this.options.limits;
    if (this.entries.length >= entries) {
      throw new SceneshiftError(
        'TARBALL_TOO_MANY_ENTRIES',
        `The tarball has more than ${entries} entries`,
      );
    }
    if (entry.size > entryBytes) {
      throw new SceneshiftError(
        'TARBALL_TOO_LARGE',
        `The file ${entry.path} is larger than ${entryBytes} bytes`,
      );
    }
    return new EntryDigest(this.options, entry, this);
  }
}

export function wrongType(path: string, type: string): SceneshiftError {
  return new SceneshiftError(
    'TARBALL_ENTRY_TYPE',
    `The entry ${JSON.stringify(
      path.slice(0, 200),
    )} is a ${type}; only files and folders are accepted`,
  );
}
