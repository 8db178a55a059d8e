import type {
  HostedPluginRoute,
  HostedPluginsSnapshot,
} from '../hostedPlugins/types';

/** Where a request of a hosted plugin goes. */
export interface Target {
  environment: string;
  pluginId: string;
  route: HostedPluginRoute;
  requestTimeoutMs: number;
  maxRequestsInFlight: number;
  /** Path and query as the supervisor knows them: `/api/<id>/…`. */
  path: string;
}

const OWN = /^\/api\/([^/?#]+)(?=[/?#]|$)/;
const FOREIGN = /^\/environments\/([^/?#]+)(\/api\/([^/?#]+)(?=[/?#]|$).*)$/s;

/** The plugin id that a URL speaks of, whether it is hosted or not. */
export function pluginIdOf(url: string): string | undefined {
  return OWN.exec(url)?.[1] ?? FOREIGN.exec(url)?.[3];
}

/** True for URLs of other environments than the portal's own: nothing else answers there. */
export function isForeign(url: string): boolean {
  return FOREIGN.test(url);
}

/** The target of a URL, when it is one of a hosted plugin. */
export function findTarget(
  snapshot: HostedPluginsSnapshot,
  url: string,
): Target | undefined {
  const own = OWN.exec(url)?.[1];
  if (own) return targetOf(snapshot, snapshot.currentEnvironment, own, url);
  const [, environment, path, pluginId] = FOREIGN.exec(url) ?? [];
  return environment && path && pluginId
    ? targetOf(snapshot, environment, pluginId, path)
    : undefined;
}

function targetOf(
  snapshot: HostedPluginsSnapshot,
  environment: string,
  pluginId: string,
  path: string,
): Target | undefined {
  // Own properties only: ids come from the URL, and `constructor` is one of the names that a URL can hold.
  if (!Object.hasOwn(snapshot.environments, environment)) return undefined;
  const { plugins, ...limits } = snapshot.environments[environment]!;
  if (!Object.hasOwn(plugins, pluginId)) return undefined;
  const route = plugins[pluginId]!;
  return { environment, pluginId, route, path, ...limits };
}
