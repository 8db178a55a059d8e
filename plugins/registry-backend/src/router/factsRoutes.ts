import { registryPackageReadPermission } from '@sceneshift/backstage-plugin-registry-common';
import type { Router } from 'express';
import { pageOf } from './pageOf';
import type { RouterDeps } from './types';

/** All that choices of versions depend on, for who chooses many at once. */
export function addFactsRoutes(
  router: Router,
  { gate, facts }: RouterDeps,
): void {
  router.get('/facts', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      registryPackageReadPermission,
    );
    // Taken before the page is read: a change in between makes the tag too old, never too new.
    response.set('ETag', `"${await facts.tag(organizationId)}"`);
    response.set('Cache-Control', 'private, no-cache');
    response.vary('X-Sceneshift-Organization');
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    response.json(await facts.page(organizationId, pageOf(request)));
  });
}
