import type { Router } from 'express';

interface Layer {
  regexp: RegExp & { fast_slash?: boolean };
  route?: { path: string | RegExp; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/**
 * Every route of a router and of those mounted in it, once, as `PUT /v1/packages/:name`: what tests of authorization go
 * through, so that a route is found whether the contract tells of it or not.
 *
 * @public
 */
export function listRoutes(router: Router): string[] {
  return [
    ...new Set(walk((router as unknown as { stack: Layer[] }).stack, '')),
  ];
}

function walk(stack: Layer[], prefix: string): string[] {
  return stack.flatMap(layer => {
    const { route, handle } = layer;
    if (route) {
      return Object.keys(route.methods).map(
        method => `${method.toUpperCase()} ${prefix}${route.path}`,
      );
    }
    return handle.stack ? walk(handle.stack, prefix + mountOf(layer)) : [];
  });
}

/** Express keeps of a mount point its expression only: `^\/v1\/?(?=\/|$)`. */
function mountOf({ regexp }: Layer): string {
  if (regexp.fast_slash) return '';
  return regexp.source
    .replace(/^\^/, '')
    .replace(/\\\/\?\(\?=.*$/, '')
    .replaceAll('\\/', '/');
}

/**
 * For each path of an OpenAPI document a request whose method it does not take, and the methods that it does.
 *
 * @public
 */
export function listWrongMethods(spec: {
  paths: object;
}): Array<{ method: 'patch'; path: string; allow: string }> {
  return Object.entries(spec.paths).map(([path, operations]) => {
    const methods = ['get', 'put', 'post', 'delete']
      .filter(method => method in operations)
      .flatMap(method => (method === 'get' ? ['get', 'head'] : [method]));
    const allow = [...methods, 'options'].sort().join(', ').toUpperCase();
    return {
      method: 'patch',
      path: path.replace(/\{\w+\}/g, '1'),
      allow,
    };
  });
}

/**
 * Every operation of an OpenAPI document, written as {@link listRoutes} writes routes.
 *
 * @public
 */
export function listOperations(
  spec: { paths: object },
  mountPoint: string,
): string[] {
  return Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      method =>
        `${method.toUpperCase()} ${mountPoint}${path.replace(
          /\{(\w+)\}/g,
          ':$1',
        )}`,
    ),
  );
}
