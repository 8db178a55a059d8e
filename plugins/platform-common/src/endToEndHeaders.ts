/** Headers that speak of one connection only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Where a body ends is told to everybody on the way, whatever `connection` says: without its length it would be read as the next
 * request of the connection, past everything that is looked at before.
 */
const NEVER_HOP_BY_HOP = 'content-length';

/**
 * What a proxy may pass on: all headers but those of the connection, and those that `connection` names.
 *
 * @param headers - with names in lower case, as Node gives them
 * @public
 */
export function endToEndHeaders<
  T extends Partial<Record<string, string | string[]>> & {
    connection?: string;
  },
>(headers: T): T {
  const named = (headers.connection ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== NEVER_HOP_BY_HOP);
  const passed = Object.entries(headers).filter(
    ([name]) => !HOP_BY_HOP.has(name) && !named.includes(name),
  );
  return Object.fromEntries(passed) as T;
}
