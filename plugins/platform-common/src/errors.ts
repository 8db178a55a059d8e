import { CustomErrorBase } from '@backstage/errors';
import { errorCatalogue, type ErrorCode } from './errorCatalogue';

/**
 * An error that a caller can act on: a stable code, the HTTP status it maps to, and a message that names
 * the thing and the remedy. Use `new SceneshiftError('PLAN_STALE', 'Plan 12 …')`.
 *
 * @public
 */
export class SceneshiftError extends CustomErrorBase {
  readonly code: ErrorCode;
  readonly status: number;
  /** The message alone. `message` also tells the causes, which are for logs and not for callers. */
  readonly detail: string;
  /** Further members of the problem+json document, e.g. `{ field: 'version' }`. */
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause as Error | undefined);
    this.name = 'SceneshiftError';
    this.code = code;
    this.detail = message;
    this.status = errorCatalogue[code].status;
    this.details = options.details ?? {};
  }
}

/**
 * RFC 9457 problem details as every Sceneshift API sends them.
 *
 * @public
 */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  [member: string]: unknown;
}

/** True for errors of this class, also across copies of this package. @public */
export function isSceneshiftError(error: unknown): error is SceneshiftError {
  return (
    error instanceof Error &&
    error.name === 'SceneshiftError' &&
    typeof (error as { code?: unknown }).code === 'string'
  );
}

/**
 * The problem+json document of an error with a code.
 *
 * @public
 */
export function toProblemDetails(error: SceneshiftError): ProblemDetails {
  return {
    ...error.details,
    type: `https://sceneshift.dev/errors/${error.code}`,
    title: errorCatalogue[error.code].title,
    status: error.status,
    detail: error.detail,
    code: error.code,
  };
}
