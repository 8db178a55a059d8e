import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isSceneshiftError,
  SceneshiftError,
  toProblemDetails,
  type ErrorCode,
} from '@sceneshift/backstage-platform-common';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';

/** `@backstage/errors` classes by name, as their documentation advises to tell them apart. */
const CODES_BY_NAME: Record<string, ErrorCode> = {
  InputError: 'INPUT_INVALID',
  AuthenticationError: 'UNAUTHENTICATED',
  NotAllowedError: 'FORBIDDEN',
  NotFoundError: 'NOT_FOUND',
  ServiceUnavailableError: 'UNAVAILABLE',
};

/** Errors of `body-parser` and the OpenAPI validator carry a status and no code of ours. */
const CODES_BY_STATUS: Record<number, ErrorCode> = {
  400: 'INPUT_INVALID',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'INPUT_INVALID',
};

const MIB = 1024 * 1024;

/** When to try again what says nothing else. */
const RETRY_SECONDS = 5;

/** SQLSTATEs of values that PostgreSQL cannot hold: NUL and halves of characters in text or JSON, numbers out of range. */
const UNSTORABLE = ['22021', '22P05', '22P02', '22003'];

/**
 * Gives any error a code. What is not known becomes `INTERNAL` and tells the caller nothing about our inside.
 *
 * @public
 */
export function toSceneshiftError(error: unknown): SceneshiftError {
  if (isSceneshiftError(error)) return error;
  const { name, message, status, code, type, limit } = (error ?? {}) as Partial<
    Error & { status: number; code: string; type: string; limit: number }
  >;
  const known =
    CODES_BY_NAME[name ?? ''] ?? CODES_BY_STATUS[Number(status)] ?? undefined;
  if (type === 'entity.parse.failed') {
    return new SceneshiftError(
      'INPUT_INVALID',
      `The body is not JSON: ${message}`,
      { cause: error },
    );
  }
  if (type === 'entity.too.large' && limit !== undefined) {
    return new SceneshiftError(
      'BODY_TOO_LARGE',
      `The body has more than the ${sizeOf(limit)} that are accepted here`,
      { cause: error },
    );
  }
  if (known) {
    return new SceneshiftError(known, message ?? known, { cause: error });
  }
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') {
    return new SceneshiftError(
      'INPUT_INVALID',
      'The connection ended before the request did',
      { cause: error },
    );
  }
  if (UNSTORABLE.includes(code ?? '')) {
    return new SceneshiftError(
      'INPUT_INVALID',
      'The request has a value that cannot be stored: a NUL character, half of a character, or a number out of range',
      { cause: error },
    );
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SceneshiftError(
      'STORAGE_FULL',
      'The store has no room left: free some space and try again',
      { cause: error },
    );
  }
  return new SceneshiftError('INTERNAL', 'Something went wrong on our side', {
    cause: error,
  });
}

function sizeOf(bytes: number): string {
  return bytes >= MIB
    ? `${Math.floor(bytes / MIB)} MiB`
    : `${Math.floor(bytes / 1024)} KiB`;
}

/**
 * The last middleware of a router: gives every error a code, logs what is our fault, says when to come back, and has
 * `send` write the answer.
 *
 * @public
 */
export function errorHandler(options: {
  logger: LoggerService;
  send: (error: SceneshiftError, response: Response) => void;
}): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const error = toSceneshiftError(thrown);
    if (error.status >= 500) {
      options.logger.error(
        `${request.method} ${request.originalUrl} failed`,
        (error.cause as Error | undefined) ?? error,
      );
    }
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const retryAfter = retryAfterSeconds(error);
    if (retryAfter) response.set('Retry-After', String(retryAfter));
    options.send(error, response);
  };
}

/** As `details.retryAfterSeconds` of the error says, or soon. */
function retryAfterSeconds(error: SceneshiftError): number | undefined {
  const { retryAfterSeconds: stated } = error.details;
  if (typeof stated === 'number') return stated;
  return [429, 503].includes(error.status) ? RETRY_SECONDS : undefined;
}

/**
 * Answers every error of a room's router as problem+json (RFC 9457).
 *
 * @public
 */
export function problemErrorHandler(options: {
  logger: LoggerService;
}): ErrorRequestHandler {
  return errorHandler({ ...options, send: sendProblem });
}

function sendProblem(error: SceneshiftError, response: Response): void {
  response
    .status(error.status)
    .type('application/problem+json')
    .send(JSON.stringify(toProblemDetails(error)));
}

/** Answers what no route took. Mount it before {@link problemErrorHandler}. @public */
export function notFoundHandler(): RequestHandler {
  return (request, _response, next) => {
    next(
      new SceneshiftError(
        'NOT_FOUND',
        `There is no ${request.method} ${request.baseUrl}${request.path}`,
      ),
    );
  };
}
