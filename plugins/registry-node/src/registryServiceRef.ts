import { createServiceRef } from '@backstage/backend-plugin-api';
import type { RegistryService } from './RegistryService';

/**
 * The registry of this control plane, for its other rooms. The registry's backend package brings the implementation.
 *
 * @public
 */
export const registryServiceRef = createServiceRef<RegistryService>({
  id: 'registry.registry',
  scope: 'root',
});
