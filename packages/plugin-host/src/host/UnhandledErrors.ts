import { inspect } from 'node:util';
import type { UnhandledErrorSummary } from '../protocol/hostStatus';

/** A message goes into reasons that people read. */
const MAX_LENGTH = 500;

/** Counts what Backstage's own handlers log and then forget. Changes nothing about what becomes of it. */
export class UnhandledErrors {
  #count = 0;
  #last: string | undefined;

  constructor(private readonly redact: (text: string) => string) {}

  get summary(): UnhandledErrorSummary {
    return { count: this.#count, last: this.#last };
  }

  /** To be called where Backstage installs its handlers: a listener for rejections keeps a process alive. */
  listen(): void {
    process.on('unhandledRejection', error => this.record(error));
    process.on('uncaughtExceptionMonitor', error => this.record(error));
  }

  record(error: unknown): void {
    this.#count += 1;
    this.#last = this.redact(describe(error)).slice(0, MAX_LENGTH);
  }
}

/** All but the last two parts of a path: where a plugin lies on this machine is nobody's business. */
const LEADING_PATH = /(?:file:\/\/)?\/[^\s():]*\/(?=[^/\s():]+\/[^/\s():]+:\d)/;

/** Anything can be thrown, also what throws when it is looked at. */
function describe(error: unknown): string {
  try {
    if (!(error instanceof Error)) return inspect(error, { depth: 1 });
    const [origin] = /^ +at .+$/m.exec(error.stack ?? '') ?? [];
    const message = String(error.message);
    const where = origin?.trim().replace(LEADING_PATH, '');
    return where ? `${message}, ${where}` : message;
  } catch {
    return 'an error that cannot be described';
  }
}
