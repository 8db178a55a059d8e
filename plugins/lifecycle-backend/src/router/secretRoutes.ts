import type { Router } from 'express';
import type { RouterOptions } from './createRouter';
import { parameter, sendWithEtag } from './sendWithEtag';

/** Secrets of environments. */
export function addSecretRoutes(
  router: Router,
  { principals, secrets }: Pick<RouterOptions, 'principals' | 'secrets'>,
): void {
  router.get(
    '/environments/:environment/secrets',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const name = parameter(request, 'environment');
      sendWithEtag(request, response, await secrets.list(principal, name));
    },
  );

  router.put(
    '/environments/:environment/secrets/:name',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      await secrets.put(
        principal,
        parameter(request, 'environment'),
        parameter(request, 'name'),
        request.body.value,
      );
      response.status(204).end();
    },
  );

  router.delete(
    '/environments/:environment/secrets/:name',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      await secrets.delete(
        principal,
        parameter(request, 'environment'),
        parameter(request, 'name'),
      );
      response.status(204).end();
    },
  );
}
