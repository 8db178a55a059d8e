import { registryPackagePublishPermission } from '@sceneshift/backstage-plugin-registry-common';
import type { Request, Response, Router } from 'express';
import type { PackClaim } from '../packing/PackQueue';
import { tarballName } from '../service/identifiers';
import type { RouterDeps } from './types';

/** What pack workers call. */
export function addPackJobRoutes(
  router: Router,
  { gate, jobs, reader }: RouterDeps,
): void {
  const enter = (request: Request) =>
    gate.enter(request, registryPackagePublishPermission);

  router.post('/pack-jobs/claim', async (request, response) => {
    const actor = await enter(request);
    const claim = await jobs.claim(actor, closed(response));
    if (!claim) {
      response.status(204).end();
      return;
    }
    const { integrity } = await reader.findVersion(claim);
    response.json({ ...describe(claim), integrity });
  });

  router.post('/pack-jobs/:id/completed', async (request, response) => {
    const actor = await enter(request);
    await jobs.complete(actor, request.params.id);
    response.status(204).end();
  });

  router.post('/pack-jobs/:id/failed', async (request, response) => {
    const actor = await enter(request);
    await jobs.fail(actor, request.params.id, request.body);
    response.status(204).end();
  });
}

function describe({ id, name, version, baseline, leaseUntil }: PackClaim) {
  return {
    jobId: id,
    name,
    version,
    baseline,
    tarballPath: `/api/registry/npm/${name}/-/${tarballName(name, version)}`,
    leaseUntil: leaseUntil.toISOString(),
  };
}

/** Aborts when the caller hangs up: a job must not be claimed for nobody. */
function closed(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
