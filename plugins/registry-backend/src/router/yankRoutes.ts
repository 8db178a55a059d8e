import { registryPackagePublishPermission } from '@sceneshift/backstage-plugin-registry-common';
import type { Router } from 'express';
import type { RouterDeps } from './types';

/** Taking a version back, and giving it again. */
export function addYankRoutes(
  router: Router,
  { gate, reader, yanks }: RouterDeps,
): void {
  const yank = '/packages/:name/versions/:version/yank';

  router.put(yank, async (request, response) => {
    const actor = await gate.enter(request, registryPackagePublishPermission);
    const { name, version } = request.params as Record<string, string>;
    const key = { name: name as string, version: version as string };
    await yanks.yank(actor, key, request.body.reason);
    const { organizationId } = actor;
    response.json(await reader.getVersion({ organizationId, ...key }));
  });

  router.delete(yank, async (request, response) => {
    const actor = await gate.enter(request, registryPackagePublishPermission);
    const { name, version } = request.params as Record<string, string>;
    await yanks.unyank(actor, {
      name: name as string,
      version: version as string,
    });
    response.status(204).end();
  });
}
