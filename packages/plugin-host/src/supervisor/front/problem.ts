import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  SceneshiftError,
  toProblemDetails,
  type ErrorCode,
} from '@sceneshift/backstage-platform-common';

const RETRY_AFTER_SECONDS = '2';

/** Answers with a problem of ours, as long as nothing of another answer was sent. */
export function sendProblem(
  response: ServerResponse,
  code: ErrorCode,
  message: string,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, headers, body } = problemOf(code, message);
  // Another answer may have left its words behind when it turned out that it cannot be sent.
  response.writeHead(status, STATUS_CODES[status], headers);
  response.end(body);
}

/** The same for a connection that was to become a WebSocket. It is closed, whether its caller closes it or not. */
export function refuseUpgrade(
  socket: Duplex,
  code: ErrorCode,
  message: string,
): void {
  socket.once('finish', () => socket.destroy());
  socket.end(rawProblem(code, message));
}

function rawProblem(code: ErrorCode, message: string): string {
  const { status, headers, body } = problemOf(code, message);
  const lines = Object.entries({ ...headers, connection: 'close' });
  return [
    `HTTP/1.1 ${status} ${code}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}

function problemOf(code: ErrorCode, message: string) {
  const problem = toProblemDetails(new SceneshiftError(code, message));
  const body = JSON.stringify(problem);
  return {
    status: problem.status,
    body,
    headers: {
      'content-type': 'application/problem+json',
      'content-length': String(Buffer.byteLength(body)),
      ...(problem.status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {}),
    },
  };
}
