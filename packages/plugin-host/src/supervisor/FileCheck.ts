import { createHash } from 'node:crypto';
import type { ArtifactFile } from '@sceneshift/backstage-platform-common';
import { notGenuine } from './artifactTree';

/** Compares the bytes of one file, as they come, with what the manifest lists. */
export class FileCheck {
  readonly #hash = createHash('sha256');
  #size = 0;

  constructor(
    private readonly digest: string,
    private readonly file: ArtifactFile,
  ) {}

  /** @throws SceneshiftError when there are more than there may be */
  add(bytes: Buffer): void {
    this.#size += bytes.length;
    if (this.#size > this.file.size) throw this.#differs();
    this.#hash.update(bytes);
  }

  /** @throws SceneshiftError when these were not all, or others */
  end(): void {
    const { size, sha256 } = this.file;
    if (this.#size !== size || this.#hash.digest('hex') !== sha256) {
      throw this.#differs();
    }
  }

  #differs(): Error {
    const { path } = this.file;
    return notGenuine(this.digest, `${path} differs from the manifest`);
  }
}
