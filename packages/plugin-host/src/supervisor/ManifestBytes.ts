import { MANIFEST_NAME, notGenuine } from './artifactTree';
import type { FileSink } from './TarballReader';

/** Ten thousand files take about two. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The manifest of an artifact, which is held in memory, and therefore only up to a size. */
export class ManifestBytes implements FileSink {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(private readonly digest: string) {}

  write(bytes: Buffer): void {
    this.#size += bytes.length;
    if (this.#size > MAX_BYTES) {
      throw notGenuine(
        this.digest,
        `its ${MANIFEST_NAME} is larger than ${MAX_BYTES} bytes`,
      );
    }
    this.#chunks.push(bytes);
  }

  take(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  end(): void {}

  close(): void {}
}
