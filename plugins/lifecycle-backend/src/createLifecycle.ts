import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  idempotency,
  Organizations,
  type ArtifactStore,
  type AuthorizerService,
  type PrincipalsService,
} from '@sceneshift/backstage-platform-node';
import type { HostedPluginsService } from '@sceneshift/backstage-plugin-lifecycle-node';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { ResolverService } from '@sceneshift/backstage-plugin-resolver-node';
import type { Knex } from 'knex';
import { readDatabaseAddress } from './config/databaseAddress';
import { resolveEncryptionKey } from './config/encryptionKey';
import {
  readLifecycleConfig,
  type LifecycleConfig,
} from './config/LifecycleConfig';
import { SecretCipher } from './config/SecretCipher';
import { applyDefinitions } from './config/applyDefinitions';
import { createData } from './data/createData';
import { DataPlanner } from './data/DataPlanner';
import { AssetSetStore } from './database/AssetSetStore';
import { createStores, type Stores } from './database/Stores';
import { Announcer } from './events/Announcer';
import { EnvironmentChanges } from './events/EnvironmentChanges';
import { OutboxRelay } from './events/OutboxRelay';
import { readersOf } from './events/readersOf';
import { HostedPluginsFeeder } from './hosts/HostedPluginsFeeder';
import { PostgresHostDatabases } from './hosts/PostgresHostDatabases';
import type { Planner } from './planner/Planner';
import { NewestVersionPlanner } from './planner/NewestVersionPlanner';
import { ResolvingPlanner } from './planner/ResolvingPlanner';
import { AssetCollector } from './remotes/AssetCollector';
import { AssetSets } from './remotes/AssetSets';
import { RolloutCoordinator } from './rollout/RolloutCoordinator';
import { RolloutPreparer } from './rollout/RolloutPreparer';
import { ServingWatch } from './rollout/ServingWatch';
import type { RouterOptions } from './router/createRouter';
import { createServices } from './service/createServices';

/** What the room is made from. */
export interface LifecycleDeps {
  db: Knex;
  config: RootConfigService;
  logger: LoggerService;
  registry: RegistryService;
  resolver: ResolverService;
  hostedPlugins: HostedPluginsService;
  principals: PrincipalsService;
  authorizer: AuthorizerService;
  events: EventsService;
  signals: SignalsService;
  notifications: NotificationService;
  /** Keeps exports of plugin data. */
  blobs: ArtifactStore;
}

/** The room, put together: what the routes need, and what has to run by itself. */
export interface Lifecycle {
  routes: RouterOptions;
  /** Every two seconds: carries rollouts on, hands events on, reads the routes again. */
  sweep(): Promise<void>;
  /** Every now and then: frees what nobody needs any more. */
  collect(): Promise<void>;
  stop(): Promise<void>;
}

/** A supervisor that was not heard of for a day is no longer listed. */
const REPLICA_MEMORY_MS = 24 * 3_600_000;

type Report = (what: string) => (error: Error) => void;

/** Builds the room. No logic: objects and who knows whom. */
export async function createLifecycle(deps: LifecycleDeps): Promise<Lifecycle> {
  const { db, config, logger, principals } = deps;
  const settings = readLifecycleConfig(config);
  const cipher = new SecretCipher(await resolveEncryptionKey(config));
  const stores = createStores(cipher);
  await applyDefinitions(db, stores, settings.environments);
  const report: Report = what => error =>
    logger.error(`Could not ${what}; trying again soon`, error);
  const { assets, collector } = createRemotes(deps, settings, stores);
  const engine = await createEngine(deps, settings, stores, assets, report);
  const database = readDatabaseAddress(config);
  const feeder = new HostedPluginsFeeder({
    ...deps,
    ...settings,
    stores,
    database,
  });
  const changes = await EnvironmentChanges.start({ db, logger });
  const services = createServices({
    ...engine,
    db,
    stores,
    settings,
    authorizer: deps.authorizer,
    planner: createPlanner(deps, settings, stores),
    blobs: deps.blobs,
    registry: deps.registry,
    onDataChanged: () =>
      void engine.data.run().catch(report('look after the data of plugins')),
    changes,
    assets,
    logger,
    database,
    reserveIds: () => feeder.refresh().catch(report('read the routes')),
  });
  changes.subscribe(name => {
    feeder.refresh().catch(report('read the routes'));
    if (name === undefined || name === settings.currentEnvironment) {
      services.remotesWatch.check().catch(report('read the remotes'));
    }
  });
  await feeder.refresh();
  return {
    routes: {
      logger,
      principals,
      idempotency: idempotency({ database: db, principals, logger }),
      ...services,
    },
    async sweep() {
      // Not awaited: an export of much data would keep the next sweep waiting.
      engine.data.tend().catch(report('look after the data of plugins'));
      // Side by side: one that fails does not keep the others from their work.
      await Promise.all([
        engine.coordinator.sweep().catch(report('carry on rollouts')),
        feeder.refresh().catch(report('read the routes')),
        engine.data.settle().catch(report('put copies of data in order')),
        engine.relay.run().catch(report('hand on events')),
      ]);
    },
    async collect() {
      await collector.run();
      await engine.data.collect();
      const oldest = new Date(Date.now() - REPLICA_MEMORY_MS);
      await stores.replicas.deleteUnseenSince(db, oldest);
    },
    stop() {
      engine.coordinator.stop();
      return changes.stop();
    },
  };
}

/** Versions that go together, then what speaks against them, then what becomes of the data. */
function createPlanner(
  { db, registry, resolver }: LifecycleDeps,
  { reservedPluginIds, reservedRoutes, exports }: LifecycleConfig,
  stores: Stores,
): Planner {
  const newest = new NewestVersionPlanner({
    registry,
    reserved: { pluginIds: reservedPluginIds, routes: reservedRoutes },
  });
  const next = new ResolvingPlanner({ resolver, registry, next: newest });
  return new DataPlanner({
    db,
    stores,
    registry,
    exportRetentionMs: exports.retentionMs,
    next,
  });
}

/** Frontend artifacts on disk, and what frees them. */
function createRemotes(
  { db, registry, logger }: LifecycleDeps,
  { remotes }: LifecycleConfig,
  stores: Stores,
) {
  const store = new AssetSetStore();
  const assets = new AssetSets({ db, store, registry, logger, ...remotes });
  const collector = new AssetCollector({
    db,
    stores,
    store,
    assets,
    logger,
    ...remotes,
  });
  return { assets, collector };
}

/** What carries rollouts on, and what has to follow when one has moved. */
async function createEngine(
  deps: LifecycleDeps,
  settings: LifecycleConfig,
  stores: Stores,
  assets: AssetSets,
  report: Report,
) {
  const { db, config, logger } = deps;
  const databases = new PostgresHostDatabases(
    db,
    config.getOptionalString('backend.database.prefix') ?? 'backstage_plugin_',
  );
  await databases.closeOwnDatabases();
  const relay = new OutboxRelay({ ...deps, stores });
  const data = createData({ ...deps, stores, databases, settings });
  const announcer = new Announcer({
    signals: deps.signals,
    logger,
    readersOf: readersOf(
      Organizations.fromConfig(config),
      settings.environments,
    ),
  });
  const onMoved = () => {
    relay.run().catch(report('hand on events'));
    data.run().catch(report('look after the data of plugins'));
  };
  const coordinator = new RolloutCoordinator({
    db,
    stores,
    preparer: new RolloutPreparer({ db, stores, databases, assets, ...data }),
    announcer,
    logger,
    replicaTimeoutMs: settings.replicaTimeoutMs,
    rolloutTimeoutMs: settings.rolloutTimeoutMs,
    onMoved,
  });
  const { ledger } = coordinator;
  const servingWatch = new ServingWatch({
    db,
    stores,
    ledger,
    announcer,
    onMoved,
  });
  return { announcer, coordinator, data, relay, servingWatch };
}
