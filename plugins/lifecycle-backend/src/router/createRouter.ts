import type { LoggerService } from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import {
  notFoundHandler,
  problemErrorHandler,
  type PrincipalsService,
} from '@sceneshift/backstage-platform-node';
import express, { Router, type RequestHandler } from 'express';
import { spec } from '../schema/openapi/generated/spec';
import type {
  EnvironmentsService,
  PlansService,
  RemotesService,
  ReplicasService,
  RolloutsService,
  SecretsService,
} from '../service/types';
import { addAssetRoutes } from './assetRoutes';
import { addEnvironmentRoutes } from './environmentRoutes';
import { addPlanRoutes } from './planRoutes';
import { addRemoteRoutes } from './remoteRoutes';
import { addReplicaRoutes } from './replicaRoutes';
import { addRolloutRoutes } from './rolloutRoutes';
import { addSecretRoutes } from './secretRoutes';

/** What the routes need. */
export interface RouterOptions {
  logger: LoggerService;
  principals: PrincipalsService;
  /** Answers a repeated POST with the stored answer. */
  idempotency: RequestHandler;
  environments: EnvironmentsService;
  plans: PlansService;
  rollouts: RolloutsService;
  secrets: SecretsService;
  replicas: ReplicasService;
  remotes: RemotesService;
}

/** Status reports carry the log lines of all hosts of a supervisor. */
const MAX_BODY = '8mb';

/** Bodies are parsed before the validating router, which would answer one that is too large with 400 instead of 413. */
const parsedBefore: RequestHandler = (_request, _response, next) => next();

/** All routes of `/api/lifecycle`. */
export function createRouter(options: RouterOptions): Router {
  const router = Router();
  router.use('/v1', createV1Router(options));
  router.use(notFoundHandler());
  router.use(problemErrorHandler({ logger: options.logger }));
  return router;
}

function createV1Router(options: RouterOptions): Router {
  const router = Router();
  // Before the validating router, which would serve a rewritten document under the same name.
  router.get('/openapi.json', (_request, response) => {
    response.json(spec);
  });
  addAssetRoutes(router, options);
  router.use(express.json({ limit: MAX_BODY, strict: true }));
  const api: Router = createValidatedOpenApiRouter(
    // The validator sees paths below the mount point.
    { ...spec, servers: [{ url: '/' }] },
    {
      middleware: [parsedBefore],
      validatorOptions: { validateSecurity: false },
    },
  );
  addRemoteRoutes(api, options);
  addEnvironmentRoutes(api, options);
  addPlanRoutes(api, options);
  addRolloutRoutes(api, options);
  addSecretRoutes(api, options);
  addReplicaRoutes(api, options);
  router.use(api);
  return router;
}
