import type { ServerResponse } from 'node:http';
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
  const body = JSON.stringify(toProblemDetails(error));
  response.statusCode = error.status;
  response.setHeader('Content-Type', 'application/problem+json');
  response.setHeader('Cache-Control', 'no-store');
  if (error.status === 503) {
    response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
  }
  response.end(body);
}

/** The same for a connection that asked for an upgrade: there is no response object. */
export function refuseUpgrade(socket: Duplex, error: SceneshiftError): void {
  const body = JSON.stringify(toProblemDetails(error));
  socket.end(
    [
      `HTTP/1.1 ${error.status} ${error.code}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(error.status === 503 ? [`Retry-After: ${RETRY_AFTER_SECONDS}`] : []),
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
