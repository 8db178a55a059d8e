import type { Router } from 'express';
import type { RouterOptions } from './createRouter';
import { parameter } from './sendWithEtag';

/** Pausing and resuming. */
export function addPauseRoutes(
  router: Router,
  { principals, pauses }: Pick<RouterOptions, 'principals' | 'pauses'>,
): void {
  router.post('/environments/:environment/pause', async (request, response) => {
    const principal = await principals.fromRequest(request);
    const name = parameter(request, 'environment');
    response.json(await pauses.pause(principal, name, request.body));
  });

  router.post(
    '/environments/:environment/resume',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const name = parameter(request, 'environment');
      response.json(await pauses.resume(principal, name));
    },
  );
}
