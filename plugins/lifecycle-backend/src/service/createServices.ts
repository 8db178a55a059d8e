import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ArtifactStore,
  AuthorizerService,
} from '@sceneshift/backstage-platform-node';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import type { DatabaseAddress } from '../config/databaseAddress';
import type { LifecycleConfig } from '../config/LifecycleConfig';
import { AuthorizedExportsService } from '../data/AuthorizedExportsService';
import { AuthorizedSnapshotsService } from '../data/AuthorizedSnapshotsService';
import type { PluginData } from '../data/createData';
import { DefaultExportsService } from '../data/DefaultExportsService';
import { DefaultSnapshotsService } from '../data/DefaultSnapshotsService';
import { RestorePlanner } from '../data/RestorePlanner';
import type { Stores } from '../database/Stores';
import type { Announcer } from '../events/Announcer';
import type { EnvironmentChanges } from '../events/EnvironmentChanges';
import { AuthorizedPausesService } from '../pause/AuthorizedPausesService';
import { DefaultPausesService } from '../pause/DefaultPausesService';
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
  reserveIds(): Promise<void>;
  blobs: ArtifactStore;
  registry: RegistryService;
  data: PluginData;
  onDataChanged(): void;
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
  const environments = new DefaultEnvironmentsService({
    ...deps,
    currentEnvironment,
    replicaTimeoutMs,
  });
  const rollouts = new DefaultRolloutsService({
    ...deps,
    timeoutMs: settings.rolloutTimeoutMs,
    replicaTimeoutMs,
  });
  return {
    environments: new AuthorizedEnvironmentsService(environments, authorizer),
    plans: new AuthorizedPlansService(
      new DefaultPlansService(deps),
      authorizer,
    ),
    rollouts: new AuthorizedRolloutsService(rollouts, authorizer),
    secrets: new AuthorizedSecretsService(
      new DefaultSecretsService(deps),
      authorizer,
    ),
    replicas: new AuthorizedReplicasService(
      new DefaultReplicasService({
        ...deps,
        sharedConfigOf,
        replicaTimeoutMs,
      }),
      authorizer,
    ),
    snapshots: new AuthorizedSnapshotsService(
      new DefaultSnapshotsService({
        ...deps,
        rollouts,
        restorePlanner: new RestorePlanner(deps),
        retentionMs: settings.snapshots.retentionMs,
        onChanged: deps.onDataChanged,
      }),
      authorizer,
    ),
    exports: new AuthorizedExportsService(
      new DefaultExportsService({
        ...deps,
        exports: deps.data.exports,
        retentionMs: settings.exports.retentionMs,
      }),
      authorizer,
    ),
    pauses: new AuthorizedPausesService(
      new DefaultPausesService({ ...deps, environments }),
      authorizer,
    ),
    remotes,
    remotesWatch: new RemotesWatch({ remotes, announcer }),
  };
}
