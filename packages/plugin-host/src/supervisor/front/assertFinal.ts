import type { IncomingMessage } from 'node:http';

/**
 * Refuses a status that ends no request. Node takes a 101 that names no protocol for an answer; passed on, it would make the
 * connections on the way, which others use too, something else than HTTP.
 *
 * @throws RangeError
 */
export function assertFinal({ statusCode = 0 }: IncomingMessage): void {
  if (statusCode >= 200) return;
  throw new RangeError(`The host answered with the status ${statusCode}`);
}
