import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  lifecyclePermissions,
  RESOURCE_TYPE_LIFECYCLE_ORGANIZATION,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { hostedPluginsServiceRef } from '@sceneshift/backstage-plugin-lifecycle-node';
import {
  artifactStoreServiceRef,
  authorizerServiceRef,
  openRoomDatabase,
  Organizations,
  principalsServiceRef,
  registerOrganizationPermissions,
} from '@sceneshift/backstage-platform-node';
import { registryServiceRef } from '@sceneshift/backstage-plugin-registry-node';
import { resolverServiceRef } from '@sceneshift/backstage-plugin-resolver-node';
import { createLifecycle } from './createLifecycle';
import { createRouter } from './router/createRouter';

/**
 * Environments, generations, plans and rollouts of plugins; the supervisors' protocol; the frontends that the app loads.
 *
 * @public
 */
export const lifecyclePlugin = createBackendPlugin({
  pluginId: 'lifecycle',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        events: eventsServiceRef,
        signals: signalsServiceRef,
        notifications: notificationService,
        principals: principalsServiceRef,
        authorizer: authorizerServiceRef,
        registry: registryServiceRef,
        resolver: resolverServiceRef,
        hostedPlugins: hostedPluginsServiceRef,
        blobs: artifactStoreServiceRef,
      },
      async init({ database, httpRouter, lifecycle, scheduler, ...deps }) {
        registerOrganizationPermissions({
          permissionsRegistry: deps.permissionsRegistry,
          pluginId: 'lifecycle',
          resourceType: RESOURCE_TYPE_LIFECYCLE_ORGANIZATION,
          permissions: lifecyclePermissions,
          organizations: Organizations.fromConfig(deps.config),
        });
        const room = await createLifecycle({
          ...deps,
          db: await openRoomDatabase(
            database,
            '@sceneshift/backstage-plugin-lifecycle-backend',
          ),
        });
        lifecycle.addShutdownHook(() => room.stop());
        httpRouter.use(createRouter(room.routes));
        // API keys are no Backstage credentials: each route authorizes by itself, behind this barrier's back.
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        await scheduler.scheduleTask({
          id: 'sweep',
          // Every process: each has a table of routes of its own. Rollouts are safe from double work by locks.
          scope: 'local',
          frequency: { seconds: 2 },
          timeout: { minutes: 5 },
          fn: () => room.sweep(),
        });
        await scheduler.scheduleTask({
          id: 'collect',
          scope: 'local',
          frequency: { hours: 1 },
          initialDelay: { minutes: 5 },
          timeout: { minutes: 30 },
          fn: () => room.collect(),
        });
      },
    });
  },
});
