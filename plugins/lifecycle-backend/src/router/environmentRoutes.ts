import type { Router } from 'express';
import type { RouterOptions } from './createRouter';
import { pageOf, parameter, sendWithEtag } from './sendWithEtag';

/** Environments, their generations and the logs of their hosts. */
export function addEnvironmentRoutes(
  router: Router,
  {
    principals,
    environments,
  }: Pick<RouterOptions, 'principals' | 'environments'>,
): void {
  router.get('/environments', async (request, response) => {
    const principal = await principals.fromRequest(request);
    sendWithEtag(request, response, await environments.list(principal));
  });

  router.get('/environments/:environment', async (request, response) => {
    const principal = await principals.fromRequest(request);
    const name = parameter(request, 'environment');
    sendWithEtag(request, response, await environments.get(principal, name));
  });

  router.get(
    '/environments/:environment/generations',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const page = await environments.listGenerations(
        principal,
        parameter(request, 'environment'),
        pageOf(request),
      );
      sendWithEtag(request, response, page);
    },
  );

  router.get(
    '/environments/:environment/generations/:number',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const generation = await environments.getGeneration(
        principal,
        parameter(request, 'environment'),
        Number(parameter(request, 'number')),
      );
      sendWithEtag(request, response, generation);
    },
  );

  router.get(
    '/environments/:environment/plugins/:pluginId/logs',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const logs = await environments.getLogs(
        principal,
        parameter(request, 'environment'),
        parameter(request, 'pluginId'),
      );
      sendWithEtag(request, response, logs);
    },
  );
}
