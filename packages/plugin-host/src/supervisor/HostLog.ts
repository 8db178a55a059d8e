import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import type { Redactor } from '../protocol/Redactor';

const TAIL_BYTES = 256 * 1024;
const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2000;

/**
 * The output of one host. It goes to a file and not through a pipe, so that a host outlives its supervisor; the file
 * is cut when a plugin floods it.
 */
export class HostLog {
  constructor(
    readonly path: string,
    private readonly redactor: Redactor,
    private readonly maxBytes: number,
  ) {}

  /** A descriptor for the output of a new process. */
  open(): number {
    const { O_CREAT, O_APPEND, O_RDWR } = constants;
    return openSync(this.path, O_CREAT + O_APPEND + O_RDWR, 0o600);
  }

  /** The newest lines, redacted, at most 200. */
  tail(): string[] {
    const lines = this.redactor
      .redact(this.#read())
      .split('\n')
      .filter(Boolean);
    return lines.slice(-MAX_LINES).map(line => line.slice(0, MAX_LINE_LENGTH));
  }

  /** Keeps only the end of a file that has grown too large. Returns how many bytes were dropped. */
  trim(): number {
    if (!existsSync(this.path)) return 0;
    return this.#withFile(fd => {
      const { size } = fstatSync(fd);
      if (size <= this.maxBytes) return 0;
      const tail = readTail(fd);
      // The host appends: after this its next line lands behind the tail.
      ftruncateSync(fd, 0);
      writeSync(fd, tail);
      return size - tail.length;
    });
  }

  /** The log explains why a host ended: that it cannot be read must not be the end of the explanation. */
  #read(): string {
    if (!existsSync(this.path)) return '';
    try {
      return this.#withFile(fd => readTail(fd).toString('utf8'));
    } catch (error) {
      return `The log cannot be read: ${(error as Error).message}`;
    }
  }

  #withFile<T>(use: (fd: number) => T): T {
    const fd = this.open();
    try {
      return use(fd);
    } finally {
      closeSync(fd);
    }
  }
}

function readTail(fd: number): Buffer {
  const { size } = fstatSync(fd);
  const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const length = readSync(fd, buffer, 0, buffer.length, size - buffer.length);
  return buffer.subarray(0, length);
}
