import {
  request as httpRequest,
  type ClientRequest,
  type RequestOptions,
} from 'node:http';
import { urlToHttpOptions } from 'node:url';

/**
 * A request to a supervisor, with the path as the caller has sent it. Read as a part of a URL it would be put in order, and
 * `/api/hello/../other` would be a request to another plugin, past everything that is looked at before.
 */
export function requestSupervisor(
  address: string,
  options: RequestOptions & { path: string },
): ClientRequest {
  const { protocol, hostname, port } = urlToHttpOptions(new URL(address));
  return httpRequest({ protocol, hostname, port, ...options });
}
