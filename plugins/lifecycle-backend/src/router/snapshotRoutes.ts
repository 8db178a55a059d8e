import type { Router } from 'express';
import type { RouterOptions } from './createRouter';
import { parameter, sendWithEtag } from './sendWithEtag';

const PATH = '/environments/:environment/snapshots';

/** Snapshots of plugin databases. */
export function addSnapshotRoutes(
  router: Router,
  { principals, snapshots }: Pick<RouterOptions, 'principals' | 'snapshots'>,
): void {
  router.get(PATH, async (request, response) => {
    const principal = await principals.fromRequest(request);
    const name = parameter(request, 'environment');
    sendWithEtag(request, response, await snapshots.list(principal, name));
  });

  router.post(PATH, async (request, response) => {
    const principal = await principals.fromRequest(request);
    const name = parameter(request, 'environment');
    const { pluginId } = request.body;
    const snapshot = await snapshots.create(principal, name, pluginId);
    response.status(202).json(snapshot);
  });

  router.post(`${PATH}/:id/restore`, async (request, response) => {
    const principal = await principals.fromRequest(request);
    const rollout = await snapshots.restore(
      principal,
      parameter(request, 'environment'),
      parameter(request, 'id'),
      request.body.confirm,
    );
    response.status(202).json(rollout);
  });

  router.delete(`${PATH}/:id`, async (request, response) => {
    const principal = await principals.fromRequest(request);
    await snapshots.delete(
      principal,
      parameter(request, 'environment'),
      parameter(request, 'id'),
    );
    response.status(204).end();
  });
}
