import { randomUUID } from 'node:crypto';
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  OutgoingHttpHeader,
  OutgoingHttpHeaders,
} from 'node:http';
import { endToEndHeaders } from '@sceneshift/backstage-platform-common';
import { isControlPlanes } from './controlPlaneHeaders';

export const REQUEST_ID = 'x-request-id';

/** What the host is sent: the request's own headers and where it came from. Trace context passes as it is. */
export function requestHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const { headers, socket } = request;
  const passed = endToEndHeaders(headers);
  const forwardedFor = headers['x-forwarded-for'];
  const host = headers['x-forwarded-host'] ?? headers.host;
  return {
    ...passed,
    // Framing belongs to the connection, but that there is a body without a length has to be said again.
    ...(headers['transfer-encoding'] && { 'transfer-encoding': 'chunked' }),
    [REQUEST_ID]: headers[REQUEST_ID] ?? randomUUID(),
    'x-forwarded-for': [forwardedFor, socket.remoteAddress]
      .flat()
      .filter(Boolean)
      .join(', '),
    // HTTP/1.0 knows requests without one.
    ...(host && { 'x-forwarded-host': host }),
    'x-forwarded-proto':
      headers['x-forwarded-proto'] ??
      ('encrypted' in socket ? 'https' : 'http'),
  };
}

/** What the caller is sent: of the cookies only those for the plugin's own paths. */
export function responseHeaders(
  headers: IncomingHttpHeaders,
  pluginId: string,
): OutgoingHttpHeaders {
  const passed = Object.fromEntries(
    Object.entries(endToEndHeaders(headers)).filter(
      ([name]) => !isControlPlanes(name),
    ),
  );
  const cookies = headers['set-cookie'];
  if (cookies) {
    passed['set-cookie'] = cookies.filter(cookie =>
      isForPlugin(cookie, pluginId),
    );
  }
  return passed;
}

/** That answers depend on the caller's origin is the portal's word, whatever else they depend on by the plugin's. */
export function joinVary(
  own: OutgoingHttpHeader | undefined,
  plugins: OutgoingHttpHeader,
): string {
  const names = [own ?? [], plugins].flat().join(',').split(',');
  return [...new Set(names.map(name => name.trim()).filter(Boolean))].join(
    ', ',
  );
}

/** A plugin shares its origin with the whole portal, and must not set cookies that others are sent. Of several paths the last one counts. */
function isForPlugin(cookie: string, pluginId: string): boolean {
  const own = `/api/${pluginId}`;
  const paths = cookie.split(';').slice(1).flatMap(pathOf);
  return (
    paths.length > 0 &&
    paths.every(path => path === own || path.startsWith(`${own}/`))
  );
}

/** An attribute without a value is one, too: it leaves the path to where the answer came from. */
function pathOf(attribute: string): string[] {
  const [name = '', ...value] = attribute.split('=');
  return name.trim().toLowerCase() === 'path' ? [value.join('=').trim()] : [];
}
