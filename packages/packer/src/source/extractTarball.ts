import { mkdir } from 'node:fs/promises';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import * as tar from 'tar';

const MAX_UNPACKED_BYTES = 250 * 1024 * 1024;
const MAX_ENTRIES = 20_000;

class ExtractionLimits {
  #bytes = 0;
  #entries = 0;
  #link: string | undefined;

  admit(entry: object): boolean {
    const { type, size, path } = entry as {
      type?: string;
      size?: number;
      path?: string;
    };
    this.#entries += 1;
    this.#bytes += size ?? 0;
    if (type === 'File' || type === 'OldFile' || type === 'ContiguousFile') {
      return this.#bytes <= MAX_UNPACKED_BYTES && this.#entries <= MAX_ENTRIES;
    }
    if (type !== 'Directory') this.#link = path;
    return type === 'Directory';
  }

  assertKept(file: string) {
    if (this.#link !== undefined) {
      throw new SceneshiftError(
        'TARBALL_ENTRY_TYPE',
        `The tarball '${file}' has a link or device at '${this.#link}'`,
      );
    }
    if (this.#bytes > MAX_UNPACKED_BYTES || this.#entries > MAX_ENTRIES) {
      throw new SceneshiftError(
        'TARBALL_TOO_LARGE',
        `The tarball '${file}' unpacks to more than ${MAX_UNPACKED_BYTES} bytes or ${MAX_ENTRIES} files`,
      );
    }
  }
}

/**
 * Unpacks an npm tarball into a fresh folder. Links and devices are refused, and so is anything that
 * unpacks to more than an npm package reasonably holds.
 */
export async function extractTarball(file: string, directory: string) {
  await mkdir(directory, { recursive: true });
  const limits = new ExtractionLimits();
  try {
    await tar.extract({
      file,
      cwd: directory,
      strip: 1,
      strict: true,
      preservePaths: false,
      filter: (_path, entry) => limits.admit(entry),
    });
  } catch (error) {
    throw new SceneshiftError(
      'TARBALL_CORRUPT',
      `The tarball '${file}' cannot be read: ${
        error instanceof Error ? error.message : error
      }`,
      { cause: error },
    );
  }
  limits.assertKept(file);
}
