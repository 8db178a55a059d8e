import {
  resolverAdvisoryAcceptPermission,
  resolverPlanReadPermission,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Router } from 'express';
import type { RouterDeps } from './types';

/** Advisories to live with for a time. */
export function addAcceptanceRoutes(
  router: Router,
  { gate, acceptances }: RouterDeps,
): void {
  router.get('/advisory-acceptances', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverPlanReadPermission,
    );
    const { environment, limit, cursor } = request.query;
    const page = await acceptances.list(organizationId, {
      environment: environment === undefined ? undefined : String(environment),
      limit: limit === undefined ? undefined : Number(limit),
      cursor: cursor === undefined ? undefined : String(cursor),
    });
    response.json(page);
  });

  router.post('/advisory-acceptances', async (request, response) => {
    const actor = await gate.enter(request, resolverAdvisoryAcceptPermission);
    response.status(201).json(await acceptances.accept(actor, request.body));
  });

  router.delete('/advisory-acceptances/:id', async (request, response) => {
    const actor = await gate.enter(request, resolverAdvisoryAcceptPermission);
    await acceptances.revoke(actor, request.params.id);
    response.status(204).end();
  });
}
