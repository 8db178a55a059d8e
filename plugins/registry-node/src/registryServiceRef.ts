import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { HttpRegistryService } from './HttpRegistryService';
import type { RegistryService } from './RegistryService';

/** The registry, for other rooms of the control plane. @public */
export const registryServiceRef = createServiceRef<RegistryService>({
  id: 'registry.registry',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: deps => new HttpRegistryService(deps),
    }),
});
