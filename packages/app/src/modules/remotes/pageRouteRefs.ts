import type { ExtensionFactoryMiddleware } from '@backstage/frontend-app-api';
import {
  coreExtensionData,
  createRouteRef,
  type AppNode,
} from '@backstage/frontend-plugin-api';

/**
 * Gives pages of hosted plugins a route reference where their author made none: the menu only lists pages
 * that have one, and a plugin that was just installed should be found there.
 */
export function createPageRouteRefs(
  isHosted: (pluginId: string) => boolean,
): ExtensionFactoryMiddleware {
  return function* addRouteRef(originalFactory, { node }) {
    const output = originalFactory();
    yield* output;
    const path = output.get(coreExtensionData.routePath);
    if (
      isPageOfHosted(node, isHosted) &&
      isStatic(path) &&
      output.get(coreExtensionData.routeRef) === undefined
    ) {
      yield coreExtensionData.routeRef(createRouteRef());
    }
  };
}

function isPageOfHosted(
  node: AppNode,
  isHosted: (pluginId: string) => boolean,
): boolean {
  return (
    node.spec.id.startsWith('page:') && isHosted(node.spec.plugin.pluginId)
  );
}

/** A path with parameters leads nowhere on its own. */
function isStatic(path: string | undefined): boolean {
  return path !== undefined && !/[:*]/.test(path);
}
