import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { InMemoryHostedPlugins } from './InMemoryHostedPlugins';
import type { HostedPluginsService } from './types';

/**
 * The hosted plugins as this process knows them. Root-scoped: the lifecycle plugin writes it, the root HTTP router reads it.
 *
 * @public
 */
export const hostedPluginsServiceRef = createServiceRef<HostedPluginsService>({
  id: 'lifecycle.hostedPlugins',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new InMemoryHostedPlugins(),
    }),
});
