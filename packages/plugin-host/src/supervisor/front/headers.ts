import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { endToEndHeaders } from '@sceneshift/backstage-platform-common';

/** The control plane decides who may read answers and what pages may load; a plugin's own word would contradict it. */
const CONTROL_PLANE_AUTHORITY =
  /^(access-control-.*|content-security-policy(-report-only)?)$/;

/** Headers of a request as they go to a host. `x-request-id` and `traceparent` pass like all the others. */
export function requestHeaders(
  headers: IncomingHttpHeaders,
): OutgoingHttpHeaders {
  const passed = endToEndHeaders(headers);
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
    Object.entries(endToEndHeaders(headers)).filter(
      ([name]) => !CONTROL_PLANE_AUTHORITY.test(name),
    ),
  );
}
