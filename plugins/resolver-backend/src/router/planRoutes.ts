import { sendWithEtag } from '@sceneshift/backstage-platform-node';
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

  router.get('/plans', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverPlanReadPermission,
    );
    const { environment, limit, cursor } = request.query;
    const page = await plans.list(organizationId, {
      environment: environment === undefined ? undefined : String(environment),
      limit: limit === undefined ? undefined : Number(limit),
      cursor: cursor === undefined ? undefined : String(cursor),
    });
    sendWithEtag(request, response, page);
  });

  router.get('/plans/:id', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverPlanReadPermission,
    );
    const plan = await plans.get(organizationId, request.params.id);
    sendWithEtag(request, response, plan);
  });

  router.post('/locks/resolve', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverRequestResolvePermission,
    );
    response.json(await plans.restore(organizationId, request.body.lock));
  });
}
