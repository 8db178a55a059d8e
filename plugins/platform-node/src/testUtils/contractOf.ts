import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { toProblemDetails } from '@sceneshift/backstage-platform-common';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { createRestRouter } from '../http/createRestRouter';
import { toSceneshiftError } from '../http/problems';

/**
 * A room's contract without the room: answers what it says to a request, such as `PUT /plugins`.
 *
 * @public
 */
export function contractOf(
  spec: object,
): (route: string, body?: object) => Promise<Record<string, unknown>> {
  const app = createApp(spec);
  return async (route, body) => {
    const [method, path = '/'] = route.split(' ');
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: body && JSON.stringify(body),
      });
      return { status: response.status, ...(await response.json()) };
    } finally {
      server.close();
    }
  };
}

function createApp(spec: object): Express {
  const answerError: ErrorRequestHandler = (thrown, _request, response, _) => {
    const error = toSceneshiftError(thrown);
    response.status(error.status).json(toProblemDetails(error));
  };
  const router = createRestRouter({
    spec,
    jsonLimit: '1mb',
    idempotency: (_request, _response, next) => next(),
    addRoutes: routes =>
      routes.use((_request, response) => {
        response.json({});
      }),
  });
  return express().use(router).use(answerError);
}
