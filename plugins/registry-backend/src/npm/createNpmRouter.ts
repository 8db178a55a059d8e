import type { LoggerService } from '@backstage/backend-plugin-api';
import { notFoundHandler } from '@sceneshift/backstage-platform-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { RouterDeps } from '../router/types';
import { addAuditRoutes } from './auditRoutes';
import type { AuditReader } from './AuditReader';
import { normalizeNpmUrl } from './npmPaths';
import { npmErrorHandler } from './npmErrors';
import type { NpmReader } from './NpmReader';
import { addPublishRoutes } from './publishRoutes';
import { addReadRoutes } from './readRoutes';
import { addTagRoutes } from './tagRoutes';

/** What unmodified npm, pnpm and yarn talk to. */
export function createNpmRouter(
  deps: RouterDeps & {
    logger: LoggerService;
    npm: NpmReader;
    audits: AuditReader;
  },
): Router {
  const router = PromiseRouter();
  router.use((request, _response, next) => {
    request.url = normalizeNpmUrl(request.url);
    next();
  });
  addAuditRoutes(router, deps, deps.audits);
  addTagRoutes(router, deps, deps.npm);
  addReadRoutes(router, deps, deps.npm);
  addPublishRoutes(router, deps);
  router.use(notFoundHandler());
  router.use(npmErrorHandler(deps));
  return router;
}
