import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { errorHandler } from '@sceneshift/backstage-platform-node';
import type { ErrorRequestHandler, Response } from 'express';

/** Errors in the shape that npm clients print: they look for `error`, some for `reason`. */
export function npmErrorHandler(options: {
  logger: LoggerService;
}): ErrorRequestHandler {
  return errorHandler({ logger: options.logger, send: sendNpmError });
}

function sendNpmError(error: SceneshiftError, response: Response): void {
  if (error.status === 401) {
    response.set('WWW-Authenticate', 'Bearer realm="sceneshift"');
  }
  response
    .status(error.status)
    .json({ error: error.detail, reason: error.detail, code: error.code });
}
