import type { ExitCode } from '../runtime/CliError';
import { toCliError } from '../runtime/toCliError';
import type { TextStream } from './Output';

/** What goes to standard output: with `--json` one document, the result or else the error. */
export class Answer implements TextStream {
  #isGiven = false;

  constructor(
    private readonly world: { stdout: TextStream; stderr: TextStream },
    private readonly json: boolean,
  ) {}

  write(text: string) {
    this.#isGiven = true;
    this.world.stdout.write(text);
  }

  /** Reports why there is no result, or why it is not the wanted one. */
  fail(error: unknown, command: string): ExitCode {
    const { message, code, exitCode, details } = toCliError(error, command);
    if (this.json && !this.#isGiven) {
      const document = { error: { ...details, code, detail: message } };
      this.world.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    }
    this.world.stderr.write(`${code}: ${message}\n`);
    return exitCode;
  }
}
