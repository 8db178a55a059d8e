import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  authorizerServiceRef,
  Organizations,
  principalRef,
  principalsServiceRef,
  problemErrorHandler,
  registerOrganizationPermissions,
} from '@sceneshift/backstage-platform-node';
import {
  RESOURCE_TYPE_REGISTRY_ORGANIZATION,
  registryPackagePublishPermission,
  registryPackageReadPermission,
  registryPermissions,
} from '@sceneshift/backstage-plugin-registry-common';
import express from 'express';
import Router from 'express-promise-router';

/** A room that offers nothing but its front door. */
export const frontDoorRoom = createBackendPlugin({
  pluginId: 'registry',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        config: coreServices.rootConfig,
        permissionsRegistry: coreServices.permissionsRegistry,
        principals: principalsServiceRef,
        authorizer: authorizerServiceRef,
      },
      async init(deps) {
        registerOrganizationPermissions({
          permissionsRegistry: deps.permissionsRegistry,
          pluginId: 'registry',
          resourceType: RESOURCE_TYPE_REGISTRY_ORGANIZATION,
          permissions: registryPermissions,
          organizations: Organizations.fromConfig(deps.config),
        });
        const router = Router();
        const route = (
          permission: (typeof registryPermissions)[number],
        ): express.RequestHandler => {
          return async (req, res) => {
            const principal = await deps.principals.fromRequest(req);
            await deps.authorizer.authorize(principal, permission);
            res.json({
              who: principalRef(principal),
              organization: principal.organizationId,
            });
          };
        };
        router.get('/read', route(registryPackageReadPermission));
        router.post('/publish', route(registryPackagePublishPermission));
        router.use(problemErrorHandler({ logger: deps.logger }));
        deps.httpRouter.use(router);
        deps.httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});
