/** What a run of the command ends with; stable, for scripts. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** By a conflict, a policy or a verdict. */
  refused: 3,
  unreachable: 4,
} as const;

/** @see EXIT */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error that knows how the process ends. */
export class CliError extends Error {
  readonly name = 'CliError';
  /** From the error catalogue, but for `INTERRUPTED`. */
  readonly code: string;

  constructor(
    message: string,
    readonly exitCode: ExitCode,
    code?: string,
    /** Further members of the server's problem document. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.code =
      code ?? (exitCode === EXIT.usage ? 'INPUT_INVALID' : 'INTERNAL');
  }
}

/** Ends a run whose answer is already printed, and needs no further word. */
export class AnswerGiven extends Error {
  readonly name = 'AnswerGiven';

  constructor(readonly exitCode: ExitCode) {
    super(`The answer is given; the process ends with ${exitCode}`);
  }
}

/** The exit code that an HTTP status stands for. */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status === 400) return EXIT.usage;
  if ([401, 403, 409, 422].includes(status)) return EXIT.refused;
  if ([502, 503, 504].includes(status)) return EXIT.unreachable;
  return EXIT.failed;
}
