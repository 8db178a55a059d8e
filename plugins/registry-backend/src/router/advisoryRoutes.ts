import {
  registryAdvisoryManagePermission,
  registryPackageReadPermission,
} from '@sceneshift/backstage-plugin-registry-common';
import type { Router } from 'express';
import { pageOf } from './pageOf';
import type { RouterDeps } from './types';

/** Known faults of versions. */
export function addAdvisoryRoutes(
  router: Router,
  { gate, advisories }: RouterDeps,
): void {
  router.get('/advisories', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      registryPackageReadPermission,
    );
    const { package: packageName } = request.query;
    response.json(
      await advisories.list(organizationId, {
        ...pageOf(request),
        packageName: packageName === undefined ? undefined : `${packageName}`,
      }),
    );
  });

  router.post('/advisories', async (request, response) => {
    const actor = await gate.enter(request, registryAdvisoryManagePermission);
    const outcome = await advisories.record(actor, request.body);
    response
      .status(outcome === 'created' ? 201 : 200)
      .json(await advisories.get(actor.organizationId, request.body.id));
  });

  router.get('/advisories/:id', async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      registryPackageReadPermission,
    );
    response.json(await advisories.get(organizationId, request.params.id));
  });

  router.delete('/advisories/:id', async (request, response) => {
    const actor = await gate.enter(request, registryAdvisoryManagePermission);
    await advisories.withdraw(actor, request.params.id);
    response.status(204).end();
  });
}
