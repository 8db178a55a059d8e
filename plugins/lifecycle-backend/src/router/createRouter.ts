import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  createRestRouter,
  notFoundHandler,
  problemErrorHandler,
  type PrincipalsService,
} from '@sceneshift/backstage-platform-node';
import { Router, type RequestHandler } from 'express';
import type { ExportsService, SnapshotsService } from '../data/types';
import type { PausesService } from '../pause/PausesService';
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
import { addExportRoutes } from './exportRoutes';
import { addPauseRoutes } from './pauseRoutes';
import { addPlanRoutes } from './planRoutes';
import { addRemoteRoutes } from './remoteRoutes';
import { addReplicaRoutes } from './replicaRoutes';
import { addRolloutRoutes } from './rolloutRoutes';
import { addSecretRoutes } from './secretRoutes';
import { addSnapshotRoutes } from './snapshotRoutes';

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
  snapshots: SnapshotsService;
  exports: ExportsService;
  pauses: PausesService;
}

/** Status reports carry the log lines of all hosts of a supervisor. */
const MAX_BODY = '8mb';

/** All routes of `/api/lifecycle`. */
export function createRouter(options: RouterOptions): Router {
  const router = Router();
  router.use('/v1', createV1Router(options));
  router.use(notFoundHandler());
  router.use(problemErrorHandler({ logger: options.logger }));
  return router;
}

function createV1Router(options: RouterOptions): Router {
  return createRestRouter({
    spec,
    jsonLimit: MAX_BODY,
    idempotency: options.idempotency,
    addUnparsedRoutes: router => addAssetRoutes(router, options),
    addRoutes: router => addRoutes(router, options),
  });
}

function addRoutes(router: Router, options: RouterOptions): void {
  addRemoteRoutes(router, options);
  addEnvironmentRoutes(router, options);
  addPlanRoutes(router, options);
  addRolloutRoutes(router, options);
  addSecretRoutes(router, options);
  addReplicaRoutes(router, options);
  addSnapshotRoutes(router, options);
  addExportRoutes(router, options);
  addPauseRoutes(router, options);
}
