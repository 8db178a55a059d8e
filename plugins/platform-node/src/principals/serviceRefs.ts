import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { apiKeysServiceRef } from '../apiKeys/apiKeysServiceRef';
import { Organizations } from '../organizations/Organizations';
import { DefaultAuthorizerService } from './DefaultAuthorizerService';
import { DefaultPrincipalsService } from './DefaultPrincipalsService';
import type { AuthorizerService, PrincipalsService } from './types';

/** Who calls. @public */
export const principalsServiceRef = createServiceRef<PrincipalsService>({
  id: 'platform.principals',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        auth: coreServices.auth,
        httpAuth: coreServices.httpAuth,
        userInfo: coreServices.userInfo,
        instance: coreServices.rootInstanceMetadata,
        apiKeys: apiKeysServiceRef,
        config: coreServices.rootConfig,
      },
      factory({ config, ...deps }) {
        const organizations = Organizations.fromConfig(config);
        return new DefaultPrincipalsService({ ...deps, organizations });
      },
    }),
});

/** Whether the caller may. @public */
export const authorizerServiceRef = createServiceRef<AuthorizerService>({
  id: 'platform.authorizer',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        permissions: coreServices.permissions,
        userInfo: coreServices.userInfo,
        config: coreServices.rootConfig,
      },
      factory({ config, permissions, userInfo }) {
        return new DefaultAuthorizerService({
          permissions,
          userInfo,
          organizations: Organizations.fromConfig(config),
          permissionEnabled:
            config.getOptionalBoolean('permission.enabled') ?? false,
        });
      },
    }),
});
