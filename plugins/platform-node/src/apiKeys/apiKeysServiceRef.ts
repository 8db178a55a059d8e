import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { openPlatformDatabase } from '../database/platformDatabase';
import { DefaultApiKeysService } from './DefaultApiKeysService';
import { resolvePepper } from './pepper';
import type { ApiKeysService } from './types';

/**
 * API keys of all organizations. Root-scoped: the rooms of a control plane share one store.
 *
 * @public
 */
export const apiKeysServiceRef = createServiceRef<ApiKeysService>({
  id: 'platform.apiKeys',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      // Only control planes that have a room need the platform database.
      initialization: 'lazy',
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      async factory(deps) {
        const database = await openPlatformDatabase(deps);
        const pepper = await resolvePepper({
          config: deps.config,
          database,
          production: process.env.NODE_ENV === 'production',
        });
        return DefaultApiKeysService.create({ database, pepper });
      },
    }),
});
