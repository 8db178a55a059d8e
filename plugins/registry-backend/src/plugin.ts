import {
  coreServices,
  createBackendPlugin,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  apiKeysServiceRef,
  artifactStoreServiceRef,
  authorizerServiceRef,
  openRoomDatabase,
  Organizations,
  principalsServiceRef,
  registerOrganizationPermissions,
  RelayEvents,
  RequestGate,
} from '@sceneshift/backstage-platform-node';
import {
  registryPermissions,
  RESOURCE_TYPE_REGISTRY_ORGANIZATION,
} from '@sceneshift/backstage-plugin-registry-common';
import { createRegistry } from './createRegistry';
import { createRouter } from './router/createRouter';
import { FailAbandonedPacks } from './tasks/FailAbandonedPacks';
import { SweepOrphans } from './tasks/SweepOrphans';

/** Publishes, verifies and finds plugins. @public */
export const registryPlugin = createBackendPlugin({
  pluginId: 'registry',
  register(env) {
    env.registerInit({
      deps: {
        rootConfig: coreServices.rootConfig,
        databaseService: coreServices.database,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        permissionsRegistry: coreServices.permissionsRegistry,
        events: eventsServiceRef,
        apiKeys: apiKeysServiceRef,
        blobs: artifactStoreServiceRef,
        principals: principalsServiceRef,
        authorizer: authorizerServiceRef,
      },
      async init(deps) {
        const { rootConfig, logger, scheduler, events, blobs } = deps;
        registerOrganizationPermissions({
          permissionsRegistry: deps.permissionsRegistry,
          pluginId: 'registry',
          resourceType: RESOURCE_TYPE_REGISTRY_ORGANIZATION,
          permissions: registryPermissions,
          organizations: Organizations.fromConfig(rootConfig),
        });
        const database = await openRoomDatabase(
          deps.databaseService,
          '@sceneshift/backstage-plugin-registry-backend',
        );
        const gate = new RequestGate(deps);
        const registry = await createRegistry({ ...deps, database, gate });
        deps.lifecycle.addShutdownHook(() => registry.queue.stop());
        deps.httpRouter.use(createRouter({ ...registry, logger }));
        // Backstage's barrier would refuse API keys: every route authorizes by itself instead.
        deps.httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });

        const { outbox, blobRegister, queue, jobs } = registry;
        await schedule(scheduler, {
          'relay-events': [1, new RelayEvents({ database, outbox, events })],
          'fail-abandoned-packs': [60, new FailAbandonedPacks({ queue, jobs })],
          'sweep-orphans': [
            3_600,
            new SweepOrphans({
              blobs: blobRegister,
              artifacts: blobs,
              logger,
              now: () => new Date(),
            }),
          ],
        });
      },
    });
  },
});

/** Tasks by id, each with the seconds between two runs. */
async function schedule(
  scheduler: SchedulerService,
  tasks: Record<string, [number, { run(): Promise<void> }]>,
): Promise<void> {
  for (const [id, [seconds, task]] of Object.entries(tasks)) {
    await scheduler.scheduleTask({
      id: `registry-${id}`,
      frequency: { seconds },
      timeout: { minutes: 10 },
      initialDelay: { seconds: 3 },
      scope: 'global',
      fn: () => task.run(),
    });
  }
}
