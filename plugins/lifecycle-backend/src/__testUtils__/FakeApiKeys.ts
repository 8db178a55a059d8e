import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  ApiKey,
  ApiKeyScope,
  ApiKeysService,
} from '@sceneshift/backstage-platform-node';

/** What an ApiKeysService must at least do here: tell keys apart. Keys are `ssk_<scope>`. */
export class FakeApiKeys implements Pick<ApiKeysService, 'verify'> {
  async verify(key: string): Promise<ApiKey> {
    const scope = key.replace(/^ssk_test_/, '') as ApiKeyScope;
    if (!key.startsWith('ssk_test_')) {
      throw new SceneshiftError('API_KEY_INVALID', 'The API key is not known');
    }
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
