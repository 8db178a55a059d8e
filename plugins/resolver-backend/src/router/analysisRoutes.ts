import { sendWithEtag } from '@sceneshift/backstage-platform-node';
import { resolverRequestResolvePermission } from '@sceneshift/backstage-plugin-resolver-common';
import type { Router } from 'express';
import type { RouterDeps } from './types';

/** Questions about environments, answered and not kept. */
export function addAnalysisRoutes(
  router: Router,
  { gate, upgrades, analysis }: RouterDeps,
): void {
  router.post('/upgrades', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverRequestResolvePermission,
    );
    response.json(await upgrades.plan(organizationId, request.body));
  });

  router.post('/impact', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverRequestResolvePermission,
    );
    response.json(await analysis.impact(organizationId, request.body));
  });

  router.get('/graph', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      resolverRequestResolvePermission,
    );
    const { environment } = request.query;
    const graph = await analysis.graph(organizationId, String(environment));
    sendWithEtag(request, response, graph);
  });
}
