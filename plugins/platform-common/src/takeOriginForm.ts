/** Nobody signs in by a URL here: one with a user in it means something else than it says. */
const ABSOLUTE = /^https?:\/\/([\w.~:[\]%-]+)(\/.*|\?.*)?$/is;

/**
 * Puts a request into the one form that is routed by: with a target that begins with its path. Clients may send the whole URL (RFC 9112,
 * 3.2.2), and what stands there is the host then, whatever the header says. What the target names beyond its host stays as it is.
 *
 * @returns false when the target is none that can be answered; then nothing is changed
 * @public
 */
export function takeOriginForm(request: {
  url?: string;
  headers: { host?: string };
}): boolean {
  const { url = '' } = request;
  // `*` asks for the server as a whole.
  if (url.startsWith('/') || url === '*') return true;
  const [, host, rest = ''] = ABSOLUTE.exec(url) ?? [];
  if (!host) return false;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  request.headers.host = host;
  return true;
}
