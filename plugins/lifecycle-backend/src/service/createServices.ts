import type { LoggerService } from '@backstage/backend-plugin-api';
import type { AuthorizerService } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { DatabaseAddress } from '../config/databaseAddress';
import type { LifecycleConfig } from '../config/LifecycleConfig';
import type { Stores } from '../database/Stores';
import type { Announcer } from '../events/Announcer';
import type { EnvironmentChanges } from '../events/EnvironmentChanges';
import type { Planner } from '../planner/Planner';
import type { AssetSets } from '../remotes/AssetSets';
import { RemotesWatch } from '../remotes/RemotesWatch';
import type { RolloutCoordinator } from '../rollout/RolloutCoordinator';
import type { ServingWatch } from '../rollout/ServingWatch';
import { AuthorizedEnvironmentsService } from './AuthorizedEnvironmentsService';
import { AuthorizedPlansService } from './AuthorizedPlansService';
import { AuthorizedReplicasService } from './AuthorizedReplicasService';
import { AuthorizedRolloutsService } from './AuthorizedRolloutsService';
import { AuthorizedSecretsService } from './AuthorizedSecretsService';
import { DefaultEnvironmentsService } from './DefaultEnvironmentsService';
import { DefaultPlansService } from './DefaultPlansService';
import { DefaultRemotesService } from './DefaultRemotesService';
import { DefaultReplicasService } from './DefaultReplicasService';
import { DefaultRolloutsService } from './DefaultRolloutsService';
import { DefaultSecretsService } from './DefaultSecretsService';

/** The services that the routes call, each behind its authorization. */
export function createServices(deps: {
  db: Knex;
  stores: Stores;
  settings: LifecycleConfig;
  authorizer: AuthorizerService;
  planner: Planner;
  coordinator: RolloutCoordinator;
  servingWatch: ServingWatch;
  announcer: Announcer;
  changes: EnvironmentChanges;
  assets: AssetSets;
  logger: LoggerService;
  database: DatabaseAddress;
}) {
  const { authorizer, settings, announcer } = deps;
  const { currentEnvironment, replicaTimeoutMs, reservedPluginIds } = settings;
  const sharedConfigOf = (environment: string) =>
    settings.environments.find(({ name }) => name === environment)
      ?.sharedConfig ?? {};
  const remotes = new DefaultRemotesService({
    ...deps,
    environment: currentEnvironment,
    reservedPluginIds,
  });
  return {
    environments: new AuthorizedEnvironmentsService(
      new DefaultEnvironmentsService({
        ...deps,
        currentEnvironment,
        replicaTimeoutMs,
      }),
      authorizer,
    ),
    plans: new AuthorizedPlansService(
      new DefaultPlansService(deps),
      authorizer,
    ),
    rollouts: new AuthorizedRolloutsService(
      new DefaultRolloutsService({
        ...deps,
        timeoutMs: settings.rolloutTimeoutMs,
        replicaTimeoutMs,
      }),
      authorizer,
    ),
    secrets: new AuthorizedSecretsService(
      new DefaultSecretsService(deps),
      authorizer,
    ),
    replicas: new AuthorizedReplicasService(
      new DefaultReplicasService({ ...deps, sharedConfigOf }),
      authorizer,
    ),
    remotes,
    remotesWatch: new RemotesWatch({ remotes, announcer }),
  };
}
