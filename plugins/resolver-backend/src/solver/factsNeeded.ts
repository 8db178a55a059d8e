import type { ResolveRequest } from '@sceneshift/backstage-plugin-resolver-common';
import type { FactsNeeded } from './messages';

/** What a request leaves out; undefined when it is complete. Its shape is not checked yet. */
export function factsNeededBy(
  request: ResolveRequest,
): FactsNeeded | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  if (!bringsPackages(request)) return { names: namesIn(request) };
  const hasHost = isGiven(request.host) || !isGiven(request.backstageRelease);
  return hasHost ? undefined : { names: [] };
}

/** Whether the request has facts of its own. */
export function bringsPackages({ packages }: ResolveRequest): boolean {
  return isGiven(packages);
}

/** As in merge patches, null is the same as left out. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
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
