import { registryPackageReadPermission } from '@sceneshift/backstage-plugin-registry-common';
import type { Router } from 'express';
import { pageOf } from './pageOf';
import type { RouterDeps } from './types';

/** Plugins and the search for them. */
export function addPluginRoutes(
  router: Router,
  { gate, reader }: RouterDeps,
): void {
  router.get('/plugins', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      registryPackageReadPermission,
    );
    response.json(await reader.listPlugins(organizationId, pageOf(request)));
  });

  router.get('/plugins/:pluginId', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      registryPackageReadPermission,
    );
    const { pluginId } = request.params;
    response.json(await reader.getPlugin(organizationId, pluginId));
  });

  router.get('/search', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      registryPackageReadPermission,
    );
    response.json(
      await reader.searchPlugins(
        organizationId,
        String(request.query.q),
        pageOf(request),
      ),
    );
  });
}
