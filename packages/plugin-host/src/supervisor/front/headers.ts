import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** Headers that belong to one connection (RFC 9110 §7.6.1) and must not travel further. */
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

/** The control plane decides who may read answers and what pages may load; a plugin's own word would contradict it. */
const CONTROL_PLANE_AUTHORITY =
  /^(access-control-.*|content-security-policy(-report-only)?)$/;

/** Headers of a request as they go to a host. `x-request-id` and `traceparent` pass like all the others. */
export function requestHeaders(
  headers: IncomingHttpHeaders,
): OutgoingHttpHeaders {
  const passed = withoutHopByHop(headers);
  // Framing belongs to the connection, but that there is a body without a length has to be said again.
  return headers['transfer-encoding']
    ? { ...passed, 'transfer-encoding': 'chunked' }
    : passed;
}

/** Headers of an answer as they go back. */
export function responseHeaders(
  headers: IncomingHttpHeaders,
): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(withoutHopByHop(headers)).filter(
      ([name]) => !CONTROL_PLANE_AUTHORITY.test(name),
    ),
  );
}

function withoutHopByHop(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !HOP_BY_HOP.has(name) && !named.includes(name),
    ),
  );
}
