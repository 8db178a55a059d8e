import type { ResolveRequest } from '@sceneshift/backstage-plugin-resolver-common';
import type { FactsNeeded } from './messages';

/** What a request leaves out; undefined when it is complete. Its shape is not checked yet. */
export function factsNeededBy(
  request: ResolveRequest,
): FactsNeeded | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  if (request.packages !== undefined) {
    const hasHost =
      request.host !== undefined || request.backstageRelease === undefined;
    return hasHost ? undefined : { names: [] };
  }
  return { names: namesIn(request) };
}

/** Packages that a request names. */
function namesIn({ roots, installed, update, options }: ResolveRequest) {
  const names = [
    ...keysOf(roots),
    ...keysOf(installed),
    ...keysOf(options?.overrides),
    ...(Array.isArray(update) ? update : []),
  ];
  return [...new Set(names)].filter(
    name => typeof name === 'string' && name.length <= 214,
  );
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
