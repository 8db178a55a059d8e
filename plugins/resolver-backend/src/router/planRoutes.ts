import {
  resolverPlanCreatePermission,
  resolverPlanReadPermission,
  resolverRequestResolvePermission,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Router } from 'express';
import type { RouterDeps } from './types';

/** Plans and their locks. */
export function addPlanRoutes(
  router: Router,
  { gate, plans }: RouterDeps,
): void {
  router.post('/plans', async (request, response) => {
    const actor = await gate.enter(request, resolverPlanCreatePermission);
    response.status(201).json(await plans.create(actor, request.body));
  });

  router.get('/plans/:id', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverPlanReadPermission,
    );
    response.json(await plans.get(organizationId, request.params.id));
  });

  router.post('/locks/resolve', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverRequestResolvePermission,
    );
    response.json(await plans.restore(organizationId, request.body.lock));
  });
}
