import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  authorizerServiceRef,
  openRoomDatabase,
  Organizations,
  principalsServiceRef,
  registerOrganizationPermissions,
  RelayEvents,
  RequestGate,
} from '@sceneshift/backstage-platform-node';
import { registryServiceRef } from '@sceneshift/backstage-plugin-registry-node';
import {
  resolverPermissions,
  RESOURCE_TYPE_RESOLVER_ORGANIZATION,
} from '@sceneshift/backstage-plugin-resolver-common';
import { createResolver } from './createResolver';
import { createRouter } from './router/createRouter';

/** Says which versions go together, and keeps plans. @public */
export const resolverPlugin = createBackendPlugin({
  pluginId: 'resolver',
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
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        principals: principalsServiceRef,
        authorizer: authorizerServiceRef,
        registry: registryServiceRef,
      },
      async init(deps) {
        const { rootConfig, logger, events } = deps;
        registerOrganizationPermissions({
          permissionsRegistry: deps.permissionsRegistry,
          pluginId: 'resolver',
          resourceType: RESOURCE_TYPE_RESOLVER_ORGANIZATION,
          permissions: resolverPermissions,
          organizations: Organizations.fromConfig(rootConfig),
        });
        const database = await openRoomDatabase(
          deps.databaseService,
          '@sceneshift/backstage-plugin-resolver-backend',
        );
        const gate = new RequestGate(deps);
        const resolver = createResolver({ ...deps, database, gate });
        deps.lifecycle.addShutdownHook(() => resolver.pool.stop());
        deps.httpRouter.use(createRouter({ ...resolver, logger }));
        // Backstage's barrier would refuse API keys: every route authorizes by itself instead.
        deps.httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });

        const { outbox } = resolver;
        const relay = new RelayEvents({ database, outbox, events });
        await deps.scheduler.scheduleTask({
          id: 'resolver-relay-events',
          frequency: { seconds: 1 },
          timeout: { minutes: 10 },
          initialDelay: { seconds: 3 },
          scope: 'global',
          fn: () => relay.run(),
        });
      },
    });
  },
});
