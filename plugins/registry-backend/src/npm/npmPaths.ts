/**
 * Clients write a scoped name in a path as `@scope%2fname`, `@scope%2Fname`, `%40scope%2fname` or `@scope/name`.
 * Routes know the second form only: one segment.
 */
export function normalizeNpmUrl(url: string): string {
  const [path = '', ...query] = url.split('?');
  const normal = path.replace(
    /(^|\/)(?:@|%40)([^/%]+)(?:\/|%2f)([^/]+)/i,
    '$1@$2%2F$3',
  );
  return [normal, ...query].join('?');
}
