import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  createRestRouter,
  notFoundHandler,
  problemErrorHandler,
} from '@sceneshift/backstage-platform-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import spec from '../schema/openapi/generated/openapi.json';
import { addAcceptanceRoutes } from './acceptanceRoutes';
import { addAnalysisRoutes } from './analysisRoutes';
import { addPlanRoutes } from './planRoutes';
import { addResolveRoutes } from './resolveRoutes';
import type { RouterDeps } from './types';

/** Plans name packages and bring no facts. */
const JSON_LIMIT = '4mb';

/** All routes of `/api/resolver`. */
export function createRouter(
  deps: RouterDeps & { logger: LoggerService },
): Router {
  const router = PromiseRouter();
  router.use('/v1', createV1Router(deps));
  router.use(notFoundHandler());
  router.use(problemErrorHandler({ logger: deps.logger }));
  return router;
}

function createV1Router(deps: RouterDeps): Router {
  return createRestRouter({
    spec,
    jsonLimit: JSON_LIMIT,
    idempotency: deps.idempotency,
    addUnparsedRoutes: router => addResolveRoutes(router, deps),
    addRoutes(router) {
      addPlanRoutes(router, deps);
      addAnalysisRoutes(router, deps);
      addAcceptanceRoutes(router, deps);
    },
  });
}
