import type {
  ConfigApi,
  FrontendFeature,
} from '@backstage/frontend-plugin-api';
import type { RemoteFailure } from '@sceneshift/backstage-platform-react';
import {
  toFailure,
  type LoadedRemote,
  type LoadRemotesResult,
} from './loadRemoteFeatures';
import { RemoteLoadError } from './RemoteLoadError';
import { rehearse, type Rehearsal, type RehearsedPage } from './rehearse';

export interface ScreenRemotesOptions {
  loaded: LoadedRemote[];
  /** What the portal itself consists of. */
  portal: FrontendFeature[];
  config: ConfigApi;
  rehearse?: (features: FrontendFeature[], config: ConfigApi) => Rehearsal;
}

/**
 * Lets in the remotes with which the app still starts and whose pages are all reachable. The usual case
 * takes one rehearsal; only when it fails they are tried one after the other to find the culprits.
 */
export function screenRemotes(
  options: ScreenRemotesOptions,
): LoadRemotesResult {
  const { loaded } = options;
  if (loaded.length === 0) return { loaded, failures: [] };
  if (!findFault(loaded, options)) return { loaded, failures: [] };
  // When the portal does not start on its own either, the remotes are not to blame.
  if (findFault([], options)) return { loaded, failures: [] };
  return screenOneByOne(options);
}

function screenOneByOne(options: ScreenRemotesOptions): LoadRemotesResult {
  const accepted: LoadedRemote[] = [];
  const failures: RemoteFailure[] = [];
  for (const remote of options.loaded) {
    const fault = findFault([...accepted, remote], options);
    if (fault) failures.push(toFailure(remote.entry, fault));
    else accepted.push(remote);
  }
  return { loaded: accepted, failures };
}

function findFault(
  remotes: LoadedRemote[],
  options: ScreenRemotesOptions,
): Error | undefined {
  const { portal, config } = options;
  const features = remotes.flatMap(remote => remote.features);
  const run = options.rehearse ?? rehearse;
  const { errors, pages } = run([...portal, ...features], config);
  if (errors.length > 0) {
    return new RemoteLoadError(
      'REMOTE_INVALID',
      `The app does not start with it: ${errors.join('; ')}`,
    );
  }
  return findRouteConflict(pages);
}

function findRouteConflict(pages: RehearsedPage[]): Error | undefined {
  const owners = new Map<string, string>();
  for (const { path, pluginId } of pages) {
    const key = normalizePath(path);
    const owner = owners.get(key);
    if (owner !== undefined && owner !== pluginId) {
      return new RemoteLoadError(
        'ROUTE_CONFLICT',
        `The plugins '${owner}' and '${pluginId}' both have a page at ${path}. Give the page another path in the plugin's configuration.`,
      );
    }
    owners.set(key, pluginId);
  }
  return undefined;
}

/** Routes match without regard to case and trailing slashes; parameters match whatever they are called. */
export function normalizePath(path: string): string {
  const segments = path.split('/').filter(Boolean);
  return `/${segments
    .map(segment => (/^[:*]/.test(segment) ? ':' : segment.toLowerCase()))
    .join('/')}`;
}
