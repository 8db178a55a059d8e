import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type {
  AuthorizerService,
  PrincipalsService,
} from '@sceneshift/backstage-platform-node';
import type { HostedPluginsService } from '@sceneshift/backstage-plugin-lifecycle-node';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import { readDatabaseAddress } from './config/databaseAddress';
import { resolveEncryptionKey } from './config/encryptionKey';
import { readLifecycleConfig } from './config/LifecycleConfig';
import { SecretCipher } from './config/SecretCipher';
import { AssetSetStore } from './database/AssetSetStore';
import { IdempotencyStore } from './database/IdempotencyStore';
import { createStores } from './database/Stores';
import { Announcer } from './events/Announcer';
import { EnvironmentChanges } from './events/EnvironmentChanges';
import { OutboxRelay } from './events/OutboxRelay';
import { HostedPluginsFeeder } from './hosts/HostedPluginsFeeder';
import { PostgresHostDatabases } from './hosts/PostgresHostDatabases';
import { NewestVersionPlanner } from './planner/NewestVersionPlanner';
import { AssetCollector } from './remotes/AssetCollector';
import { AssetSets } from './remotes/AssetSets';
import { DataDeletions } from './rollout/DataDeletions';
import { RolloutCoordinator } from './rollout/RolloutCoordinator';
import { RolloutPreparer } from './rollout/RolloutPreparer';
import { ServingWatch } from './rollout/ServingWatch';
import { createIdempotency } from './router/idempotency';
import type { RouterOptions } from './router/createRouter';
import { createServices } from './service/createServices';

/** What the room is made from. */
export interface LifecycleDeps {
  db: Knex;
  config: RootConfigService;
  logger: LoggerService;
  registry: RegistryService;
  hostedPlugins: HostedPluginsService;
  principals: PrincipalsService;
  authorizer: AuthorizerService;
  events: EventsService;
  signals: SignalsService;
  notifications: NotificationService;
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

/** Builds the room. No logic: objects and who knows whom. */
export async function createLifecycle(deps: LifecycleDeps): Promise<Lifecycle> {
  const { db, config, logger, registry, hostedPlugins, principals } = deps;
  const settings = readLifecycleConfig(config);
  const stores = createStores(
    new SecretCipher(await resolveEncryptionKey(config)),
  );
  for (const definition of settings.environments) {
    await stores.environments.upsert(db, definition);
  }
  const assetSetStore = new AssetSetStore();
  const assets = new AssetSets({
    db,
    store: assetSetStore,
    registry,
    directory: settings.remotes.directory,
    logger,
  });
  const databases = new PostgresHostDatabases(
    db,
    config.getOptionalString('backend.database.prefix') ?? 'backstage_plugin_',
  );
  await databases.closeOwnDatabases();
  const relay = new OutboxRelay({ ...deps, stores });
  const deletions = new DataDeletions({ db, stores, databases, logger });
  const announcer = new Announcer(deps.signals, logger);
  const report = (what: string) => (error: Error) =>
    logger.error(`Could not ${what}; trying again soon`, error);
  const onMoved = () => {
    relay.run().catch(report('hand on events'));
    deletions.run().catch(report('delete data'));
  };
  const { replicaTimeoutMs } = settings;
  const coordinator = new RolloutCoordinator({
    db,
    stores,
    preparer: new RolloutPreparer({ db, stores, databases, assets }),
    announcer,
    logger,
    replicaTimeoutMs,
    onMoved,
  });
  const servingWatch = new ServingWatch({
    db,
    stores,
    ledger: coordinator.ledger,
    announcer,
    onMoved,
  });
  const feeder = new HostedPluginsFeeder({
    db,
    stores,
    hostedPlugins,
    currentEnvironment: settings.currentEnvironment,
    replicaTimeoutMs,
    logger,
  });
  const changes = await EnvironmentChanges.start({ db, logger });
  const services = createServices({
    db,
    stores,
    settings,
    authorizer: deps.authorizer,
    planner: new NewestVersionPlanner({
      registry,
      reserved: {
        pluginIds: settings.reservedPluginIds,
        routes: settings.reservedRoutes,
      },
    }),
    coordinator,
    servingWatch,
    announcer,
    changes,
    assets,
    logger,
    database: readDatabaseAddress(config),
  });
  changes.subscribe(environment => {
    feeder.refresh().catch(report('read the routes'));
    if (
      environment === undefined ||
      environment === settings.currentEnvironment
    ) {
      services.remotesWatch.check().catch(report('read the remotes'));
    }
  });
  await feeder.refresh();
  const collector = new AssetCollector({
    db,
    stores,
    store: assetSetStore,
    assets,
    logger,
    ...settings.remotes,
  });
  return {
    routes: {
      logger,
      principals,
      idempotency: createIdempotency({
        store: new IdempotencyStore(db),
        principals,
        logger,
      }),
      ...services,
    },
    async sweep() {
      await coordinator.sweep();
      await feeder.refresh();
      await deletions.run();
      await relay.run();
    },
    async collect() {
      await collector.run();
      await stores.replicas.deleteUnseenSince(
        db,
        new Date(Date.now() - REPLICA_MEMORY_MS),
      );
    },
    stop: () => changes.stop(),
  };
}
