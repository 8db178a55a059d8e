import { METHODS } from 'node:http';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { RequestHandler } from 'express';

interface KnownPath {
  pattern: RegExp;
  methods: string[];
}

/**
 * Answers what no route took although the path exists: `405` with the methods that it takes, and `OPTIONS` with the same.
 * Mount it behind the routes; what the document does not know goes on.
 */
export function methodNotAllowed(spec: { paths?: object }): RequestHandler {
  const known = Object.entries(spec.paths ?? {}).map(toKnownPath);
  return (request, response, next) => {
    const { baseUrl, method, path } = request;
    const allowed = known
      .filter(({ pattern }) => pattern.test(path))
      .flatMap(({ methods }) => methods);
    if (!allowed.length || allowed.includes(method)) {
      next();
      return;
    }
    response.set('Allow', [...new Set(allowed), 'OPTIONS'].join(', '));
    if (method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    next(
      new SceneshiftError(
        'METHOD_NOT_ALLOWED',
        `${baseUrl}${path} takes no ${method}: use ${allowed.join(' or ')}.`,
      ),
    );
  };
}

function toKnownPath([path, operations]: [string, object]): KnownPath {
  const methods = Object.keys(operations)
    .map(method => method.toUpperCase())
    .filter(method => METHODS.includes(method))
    .flatMap(method => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return { pattern: new RegExp(`^${expressionOf(path)}/?$`), methods };
}

/** A parameter is one segment of the path. */
function expressionOf(path: string): string {
  return path
    .split(/\{\w+\}/)
    .map(literal => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
}
