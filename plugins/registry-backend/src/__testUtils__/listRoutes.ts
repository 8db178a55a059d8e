import type { Router } from 'express';

interface Layer {
  regexp: RegExp & { fast_slash?: boolean };
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

const MOUNTS = ['/npm', '/v1'];

/** Every route of a router and of those mounted in it, as `PUT /v1/packages/:name`. */
export function listRoutes(router: Router): string[] {
  return walk((router as unknown as { stack: Layer[] }).stack, '');
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

function mountOf({ regexp }: Layer): string {
  if (regexp.fast_slash) return '';
  return MOUNTS.find(mount => regexp.test(mount)) ?? '';
}
