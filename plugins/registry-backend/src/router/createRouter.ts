import type { LoggerService } from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import {
  notFoundHandler,
  problemErrorHandler,
} from '@sceneshift/backstage-platform-node';
import express, { type RequestHandler, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { createNpmRouter } from '../npm/createNpmRouter';
import type { NpmReader } from '../npm/NpmReader';
import spec from '../schema/openapi/generated/openapi.json';
import { addApiKeyRoutes } from './apiKeyRoutes';
import { addBaselineRoutes } from './baselineRoutes';
import { addPackageRoutes } from './packageRoutes';
import { addPackJobRoutes } from './packJobRoutes';
import { addPluginRoutes } from './pluginRoutes';
import type { RouterDeps } from './types';
import { addUploadRoutes } from './uploadRoutes';

/** The routes' types are those of `registry-common`; the document is used for validation alone. */
type EmptySpec = Parameters<typeof createValidatedOpenApiRouter>[0];

const JSON_LIMIT = '256kb';

/** `/npm` speaks npm's protocol, `/v1` the contract in `openapi.yaml`. */
export function createRouter(
  deps: RouterDeps & { logger: LoggerService; npm: NpmReader },
): Router {
  const { logger } = deps;
  const router = PromiseRouter();
  router.use('/npm', createNpmRouter(deps));
  router.use('/v1', createRestRouter(deps));
  router.use(notFoundHandler());
  router.use(problemErrorHandler({ logger }));
  return router;
}

function createRestRouter(deps: RouterDeps): Router {
  const router = PromiseRouter();
  // The validating router would serve a rewritten document.
  router.get('/openapi.json', (_, response) => {
    response.json(spec);
  });
  addUploadRoutes(router, deps);
  router.use(express.json({ limit: JSON_LIMIT }));
  router.use(createValidatedRouter(deps));
  return router;
}

/** Bodies are parsed before the validating router, which would answer one that is too large with 400 instead of 413. */
const parsedBefore: RequestHandler = (_request, _response, next) => next();

/** Requests that do not match the contract end here with `INPUT_INVALID`. */
function createValidatedRouter(deps: RouterDeps): Router {
  const router = createValidatedOpenApiRouter(
    // Paths are matched below this mount point.
    { ...spec, servers: [{ url: '/' }] } as unknown as EmptySpec,
    {
      middleware: [parsedBefore],
      // Who calls without a credential hears so from the gate: 401, and not that the request is malformed.
      validatorOptions: { validateSecurity: false },
    },
  ) as unknown as Router;
  addPluginRoutes(router, deps);
  addPackageRoutes(router, deps);
  addBaselineRoutes(router, deps);
  addApiKeyRoutes(router, deps);
  addPackJobRoutes(router, deps);
  return router;
}
