import type { Router } from 'express';
import type { RouterOptions } from './createRouter';
import { pageOf, parameter, sendWithEtag } from './sendWithEtag';

/** Rollouts. */
export function addRolloutRoutes(
  router: Router,
  { principals, rollouts }: Pick<RouterOptions, 'principals' | 'rollouts'>,
): void {
  router.get(
    '/environments/:environment/rollouts',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const name = parameter(request, 'environment');
      const page = await rollouts.list(principal, name, pageOf(request));
      sendWithEtag(request, response, page);
    },
  );

  router.post(
    '/environments/:environment/rollouts',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const name = parameter(request, 'environment');
      const rollout = await rollouts.start(principal, name, request.body);
      response.status(202).json(rollout);
    },
  );

  router.get('/rollouts/:id', async (request, response) => {
    const principal = await principals.fromRequest(request);
    const rollout = await rollouts.get(principal, parameter(request, 'id'));
    sendWithEtag(request, response, rollout);
  });

  router.post('/rollouts/:id/cancel', async (request, response) => {
    const principal = await principals.fromRequest(request);
    response.json(await rollouts.cancel(principal, parameter(request, 'id')));
  });
}
