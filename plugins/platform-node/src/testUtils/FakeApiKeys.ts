import { createServiceFactory } from '@backstage/backend-plugin-api';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { apiKeysServiceRef } from '../apiKeys/apiKeysServiceRef';
import type { ApiKey, ApiKeyScope, ApiKeysService } from '../apiKeys/types';

const PREFIX = 'ssk_test_';

/**
 * Tells keys apart, and no more: `ssk_test_<scope>` has that scope in the organization `demo`.
 *
 * @public
 */
export class FakeApiKeys implements Pick<ApiKeysService, 'verify'> {
  async verify(key: string): Promise<ApiKey> {
    if (!key.startsWith(PREFIX)) {
      throw new SceneshiftError('API_KEY_INVALID', 'The API key is not known');
    }
    const scope = key.slice(PREFIX.length) as ApiKeyScope;
    return {
      id: scope,
      organizationId: 'demo',
      name: scope,
      scopes: [scope],
      prefix: 'ssk',
      createdBy: 'user:default/mock',
      createdAt: new Date(),
    };
  }
}

/** {@link FakeApiKeys} as a feature of a test backend. @public */
export const fakeApiKeysFactory = createServiceFactory({
  service: apiKeysServiceRef,
  deps: {},
  factory: () => new FakeApiKeys() as unknown as ApiKeysService,
});
