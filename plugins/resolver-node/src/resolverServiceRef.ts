import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { HttpResolverService } from './HttpResolverService';
import type { ResolverService } from './ResolverService';

/** The resolver, for other rooms of the control plane. @public */
export const resolverServiceRef = createServiceRef<ResolverService>({
  id: 'resolver.resolver',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: deps => new HttpResolverService(deps),
    }),
});
