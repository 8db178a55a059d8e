import type { Router } from 'express';
import type { RouterOptions } from './createRouter';
import { parameter, sendWithEtag } from './sendWithEtag';

/** Plans. */
export function addPlanRoutes(
  router: Router,
  { principals, plans }: Pick<RouterOptions, 'principals' | 'plans'>,
): void {
  router.post('/environments/:environment/plans', async (request, response) => {
    const principal = await principals.fromRequest(request);
    const name = parameter(request, 'environment');
    const plan = await plans.create(principal, name, request.body);
    response.status(201).json(plan);
  });

  router.get('/plans/:id', async (request, response) => {
    const principal = await principals.fromRequest(request);
    const plan = await plans.get(principal, parameter(request, 'id'));
    sendWithEtag(request, response, plan);
  });
}
