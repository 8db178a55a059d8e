import type { CodeTable } from './CodeTable';

/** Requests. */
export const requestCodes = {
  INPUT_INVALID: { status: 400, title: 'The request is malformed' },
  BODY_TOO_LARGE: { status: 413, title: 'The request body is too large' },
  NOT_FOUND: { status: 404, title: 'No such thing' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used with another body',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'The first request with the idempotency key is not answered yet',
  },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  UNAVAILABLE: {
    status: 503,
    title: 'A service that is needed does not answer',
  },
  STORAGE_FULL: { status: 507, title: 'The store has no room left' },
} as const satisfies CodeTable;
