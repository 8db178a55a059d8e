import type {
  GenerationContent,
  LockedPlugin,
} from '../domain/GenerationContent';
import { getPath, isObject } from '../domain/configPaths';
import { extensionId } from './checkConfig';
import type { Problems } from './Problems';

const PORTAL = 'the portal';
/** Each doubles the paths. */
const MOST_OPTIONS = 6;

/** No page may take the place of another one, or of a part of one of the portal's. */
export function checkRoutes(
  content: GenerationContent,
  reserved: string[],
  problems: Problems,
): void {
  const owners = new Map(
    reserved.map(route => [normalizeRoute(route), PORTAL]),
  );
  for (const plugin of content.plugins.filter(({ enabled }) => enabled)) {
    for (const route of routesOf(plugin).flatMap(withoutOptions)) {
      const owner = findOwner(owners, route);
      if (owner && owner !== plugin.pluginId) {
        problems.block(
          'ROUTE_CONFLICT',
          `The page of plugin '${plugin.pluginId}' has the path '${route}', which is taken by ${owner}. Give it another one in its ` +
            `configuration: app.extensions: [{'page:${plugin.pluginId}': {config: {path: '/…'}}}].`,
          { pluginId: plugin.pluginId },
        );
      } else {
        owners.set(route, plugin.pluginId);
      }
    }
  }
}

/** A path that begins with a parameter matches every page; one below a page of the portal replaces a part of it. */
function findOwner(
  owners: Map<string, string>,
  route: string,
): string | undefined {
  if (/^\/[:*]/.test(route)) return PORTAL;
  const below = [...owners].find(
    ([taken, owner]) =>
      owner === PORTAL && taken !== '/' && route.startsWith(`${taken}/`),
  );
  return owners.get(route) ?? below?.[1];
}

/** Paths from the configuration take the place of those in the code. */
function routesOf(plugin: LockedPlugin): string[] {
  const entries = getPath(plugin.config, 'app.extensions');
  const configured = (Array.isArray(entries) ? entries : []).flatMap(entry => {
    const id = extensionId(entry);
    const path = id && isObject(entry) && getPath(entry[id], 'config.path');
    return typeof path === 'string' ? [path] : [];
  });
  if (configured.length) return configured.map(normalizeRoute);
  const declared = plugin.packages.flatMap(item => item.frontend?.routes ?? []);
  return [...new Set(declared.map(normalizeRoute))];
}

/** A segment that ends in `?` may be left out: the page is at both paths. With many of them it may be anywhere. */
function withoutOptions(route: string): string[] {
  if (route.split('?/').length > MOST_OPTIONS) return ['/*'];
  const paths = route.split('/').reduce<string[][]>(
    (begun, segment) => {
      if (!segment.endsWith('?')) return begun.map(path => [...path, segment]);
      const given = begun.map(path => [...path, segment.slice(0, -1)]);
      return [...begun, ...given];
    },
    [[]],
  );
  return paths.map(path => normalizeRoute(path.join('/')));
}

/** The router takes upper and lower case for the same. */
function normalizeRoute(route: string): string {
  return `/${route.replace(/^\/+|\/+$/g, '')}`.toLowerCase();
}
