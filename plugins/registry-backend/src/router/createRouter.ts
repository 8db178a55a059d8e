import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  createRestRouter,
  notFoundHandler,
  problemErrorHandler,
} from '@sceneshift/backstage-platform-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { AuditReader } from '../npm/AuditReader';
import { createNpmRouter } from '../npm/createNpmRouter';
import type { NpmReader } from '../npm/NpmReader';
import spec from '../schema/openapi/generated/openapi.json';
import { addAdvisoryRoutes } from './advisoryRoutes';
import { addApiKeyRoutes } from './apiKeyRoutes';
import { addBaselineRoutes } from './baselineRoutes';
import { addFactsRoutes } from './factsRoutes';
import { addPackageRoutes } from './packageRoutes';
import { addPackJobRoutes } from './packJobRoutes';
import { addPluginRoutes } from './pluginRoutes';
import type { RouterDeps } from './types';
import { addUploadRoutes } from './uploadRoutes';
import { addYankRoutes } from './yankRoutes';

const JSON_LIMIT = '256kb';

/** `/npm` speaks npm's protocol, `/v1` the contract in `openapi.yaml`. */
export function createRouter(
  deps: RouterDeps & {
    logger: LoggerService;
    npm: NpmReader;
    audits: AuditReader;
  },
): Router {
  const { logger } = deps;
  const router = PromiseRouter();
  router.use('/npm', createNpmRouter(deps));
  router.use('/v1', createV1Router(deps));
  router.use(notFoundHandler());
  router.use(problemErrorHandler({ logger }));
  return router;
}

function createV1Router(deps: RouterDeps): Router {
  return createRestRouter({
    spec,
    jsonLimit: JSON_LIMIT,
    idempotency: deps.idempotency,
    addUnparsedRoutes: router => addUploadRoutes(router, deps),
    addRoutes: router => addRoutes(router, deps),
  });
}

function addRoutes(router: Router, deps: RouterDeps): void {
  addPluginRoutes(router, deps);
  addPackageRoutes(router, deps);
  addYankRoutes(router, deps);
  addAdvisoryRoutes(router, deps);
  addFactsRoutes(router, deps);
  addBaselineRoutes(router, deps);
  addApiKeyRoutes(router, deps);
  addPackJobRoutes(router, deps);
}
