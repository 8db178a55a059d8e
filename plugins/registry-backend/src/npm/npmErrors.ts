import type { LoggerService } from '@backstage/backend-plugin-api';
import { toSceneshiftError } from '@sceneshift/backstage-platform-node';
import type { ErrorRequestHandler } from 'express';

/** Errors in the shape that npm clients print: they look for `error`, some for `reason`. */
export function npmErrorHandler(options: {
  logger: LoggerService;
}): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const error = toSceneshiftError(thrown);
    if (error.status >= 500) {
      options.logger.error(
        `${request.method} ${request.originalUrl} failed`,
        (error.cause as Error | undefined) ?? error,
      );
    }
    if (response.headersSent) {
      next(thrown);
      return;
    }
    if (error.status === 401) {
      response.set('WWW-Authenticate', 'Bearer realm="sceneshift"');
    }
    response
      .status(error.status)
      .json({ error: error.detail, reason: error.detail, code: error.code });
  };
}
