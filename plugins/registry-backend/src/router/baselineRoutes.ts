import { registryPackageReadPermission } from '@sceneshift/backstage-plugin-registry-common';
import type { Router } from 'express';
import type { RouterDeps } from './types';

/** Baselines belong to no organization, but are read with a credential like everything else. */
export function addBaselineRoutes(
  router: Router,
  { gate, baselines }: RouterDeps,
): void {
  router.get('/baselines', async (request, response) => {
    await gate.enter(request, registryPackageReadPermission);
    const current = await baselines.current();
    const releases = await baselines.list();
    response.json({
      items: releases.map(release => ({
        release,
        current: release === current,
      })),
    });
  });

  router.get('/baselines/:release', async (request, response) => {
    await gate.enter(request, registryPackageReadPermission);
    response.json(await baselines.get(request.params.release));
  });
}
