import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { HttpRegistryService } from './HttpRegistryService';
import type { RegistryService } from './RegistryService';

/**
 * The registry of this control plane, for its other rooms.
 *
 * @public
 */
export const registryServiceRef = createServiceRef<RegistryService>({
  id: 'registry.registry',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: ({ auth, discovery }) =>
        HttpRegistryService.create({ auth, discovery }),
    }),
});
