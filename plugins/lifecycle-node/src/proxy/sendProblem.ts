import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  toProblemDetails,
  type SceneshiftError,
} from '@sceneshift/backstage-platform-common';

const RETRY_AFTER_SECONDS = '2';

/** Answers with a problem+json document. */
export function sendProblem(
  response: ServerResponse,
  error: SceneshiftError,
): void {
  const status = statusOf(error);
  const body = JSON.stringify({ ...toProblemDetails(error), status });
  response.statusCode = status;
  // Those words of an answer that could not be sent may be there already.
  response.statusMessage = STATUS_CODES[status] ?? error.code;
  response.setHeader('Content-Type', 'application/problem+json');
  response.setHeader('Cache-Control', 'no-store');
  if (status === 503) {
    response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
  }
  response.end(body);
}

/** The same for a connection that asked for an upgrade. It is closed, whether its caller closes it or not. */
export function refuseUpgrade(socket: Duplex, error: SceneshiftError): void {
  const status = statusOf(error);
  const body = JSON.stringify({ ...toProblemDetails(error), status });
  socket.once('finish', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${error.code}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(status === 503 ? [`Retry-After: ${RETRY_AFTER_SECONDS}`] : []),
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** To those who use a plugin of a paused environment it is unavailable; for those who would change it, it is a conflict. */
function statusOf({ code, status }: SceneshiftError): number {
  return code === 'ENVIRONMENT_PAUSED' ? 503 : status;
}
