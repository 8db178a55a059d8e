import type { LoggerService } from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import {
  notFoundHandler,
  problemErrorHandler,
} from '@sceneshift/backstage-platform-node';
import express, { type RequestHandler, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import spec from '../schema/openapi/generated/openapi.json';
import { addAnalysisRoutes } from './analysisRoutes';
import { addPlanRoutes } from './planRoutes';
import { addResolveRoutes } from './resolveRoutes';
import type { RouterDeps } from './types';

/** The routes' types are those of `resolver-common`; the document is used for validation alone. */
type EmptySpec = Parameters<typeof createValidatedOpenApiRouter>[0];

/** Plans name packages and bring no facts. */
const JSON_LIMIT = '4mb';

/** All routes of `/api/resolver`. */
export function createRouter(
  deps: RouterDeps & { logger: LoggerService },
): Router {
  const router = PromiseRouter();
  router.use('/v1', createRestRouter(deps));
  router.use(notFoundHandler());
  router.use(problemErrorHandler({ logger: deps.logger }));
  return router;
}

function createRestRouter(deps: RouterDeps): Router {
  const router = PromiseRouter();
  // The validating router would serve a rewritten document.
  router.get('/openapi.json', (_, response) => {
    response.json(spec);
  });
  addResolveRoutes(router, deps);
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
      // The gate decides, not the presence of a header.
      validatorOptions: { validateSecurity: false },
    },
  ) as unknown as Router;
  addPlanRoutes(router, deps);
  addAnalysisRoutes(router, deps);
  return router;
}
