import {
  isSceneshiftError,
  type ErrorCode,
} from '@sceneshift/backstage-platform-common';

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

  constructor(
    message: string,
    readonly exitCode: ExitCode,
    /** From the error catalogue, when there is one. */
    readonly code?: string,
    /** Further members of the server's problem document. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** Ends a run whose answer is already printed, and needs no further word. */
export class AnswerGiven extends Error {
  readonly name = 'AnswerGiven';

  constructor(readonly exitCode: ExitCode) {
    super(`The answer is given; the process ends with ${exitCode}`);
  }
}

/** Codes of packing that speak of a broken environment rather than of an unfit plugin. */
const FAILURES: ReadonlySet<ErrorCode> = new Set([
  'PACK_INSTALL_FAILED',
  'PACK_BUILD_FAILED',
  'PACK_TIMEOUT',
  'INTERNAL',
  'UNAVAILABLE',
]);

/** Any error as one that knows its exit code. */
export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (isSceneshiftError(error)) {
    const details = error.details;
    return new CliError(error.message, exitCodeOf(error), error.code, details);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(message, EXIT.failed);
}

function exitCodeOf(error: { code: ErrorCode; status: number }): ExitCode {
  if (FAILURES.has(error.code)) return EXIT.failed;
  return exitCodeOfStatus(error.status);
}

/** The exit code that an HTTP status stands for. */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status === 400) return EXIT.usage;
  if ([401, 403, 409, 422].includes(status)) return EXIT.refused;
  if ([502, 503, 504].includes(status)) return EXIT.unreachable;
  return EXIT.failed;
}
