import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileCheck } from './FileCheck';
import type { FileSink } from './TarballReader';

/** A new file of an artifact, written as its bytes come; never more of them than the manifest lists. */
export class ExtractedFile implements FileSink {
  readonly #fd: number;

  constructor(path: string, private readonly check: FileCheck) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    this.#fd = openSync(path, 'wx', 0o644);
  }

  write(bytes: Buffer): void {
    this.check.add(bytes);
    writeFileSync(this.#fd, bytes);
  }

  end(): void {
    this.close();
    this.check.end();
  }

  close(): void {
    closeSync(this.#fd);
  }
}
