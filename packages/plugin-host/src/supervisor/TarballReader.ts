import { createReadStream } from 'node:fs';
import { Parser, type ReadEntry } from 'tar';
import { notGenuine } from './artifactTree';

/** Takes the bytes of one file, in their order. */
export interface FileSink {
  write(bytes: Buffer): void;
  /** There are no more of them. */
  end(): void;
  /** It is given up. */
  close(): void;
}

/** Takes a tarball apart as its bytes come: no file of it is held in memory. Links and special files are refused. */
export class TarballReader {
  readonly #parser: Parser;
  #sink: FileSink | undefined;
  #failure: unknown;

  constructor(
    private readonly digest: string,
    /** Called with the path of each file, in the order of the tarball; without a sink its bytes are left out. */
    private readonly open: (path: string) => FileSink | undefined,
  ) {
    this.#parser = new Parser({
      strict: true,
      onReadEntry: entry => this.#attempt(() => this.#begin(entry)),
    });
    this.#parser.on('error', (error: Error) => {
      this.#failure ??= notGenuine(
        digest,
        `its tarball is broken: ${error.message}`,
      );
    });
  }

  async read(tarball: string): Promise<void> {
    try {
      for await (const chunk of createReadStream(tarball)) {
        this.#parser.write(chunk as Buffer);
        this.#assertGood();
      }
      this.#parser.end();
      this.#assertGood();
    } finally {
      this.#sink?.close();
    }
  }

  #begin(entry: ReadEntry): void {
    const { type, path } = entry;
    if (type === 'File' || type === 'OldFile') {
      this.#sink = this.open(path.replace(/^\.\//, ''));
      entry.on('data', bytes =>
        this.#attempt(() => this.#sink?.write(bytes as Buffer)),
      );
      entry.on('end', () => this.#attempt(() => this.#end()));
      return;
    }
    entry.resume();
    if (type === 'Directory') return;
    throw notGenuine(this.digest, `${path} is a ${type}`);
  }

  #end(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.end();
  }

  /** The parser calls back in the middle of its work: an error waits until that is done. */
  #attempt(step: () => void): void {
    if (this.#failure) return;
    try {
      step();
    } catch (error) {
      this.#failure = error;
    }
  }

  #assertGood(): void {
    if (this.#failure) throw this.#failure;
  }
}
