import {
  type AuthService,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  type ApiKey,
  apiKeysServiceRef,
} from '@sceneshift/backstage-platform-node';

/** Knows one API key, which may read. */
export const apiKeys = createServiceFactory({
  service: apiKeysServiceRef,
  deps: {},
  factory: () => ({
    create: jest.fn(),
    list: jest.fn(),
    revoke: jest.fn(),
    async verify(key: string): Promise<ApiKey> {
      if (key !== 'ssk_reader') {
        throw new SceneshiftError('API_KEY_INVALID', 'not known');
      }
      return {
        id: 'k1',
        organizationId: 'acme',
        name: 'reader',
        scopes: ['read'],
        prefix: 'ssk_',
        createdBy: 'user:default/ada',
        createdAt: new Date(),
      };
    },
  }),
});

/** The mock service forgets who acts on behalf of a user; the real one does not, and the permission backend asks. */
export const authWithActors = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }): AuthService {
    const pluginId = plugin.getId();
    const auth = mockServices.auth({ pluginId });
    return {
      authenticate: (token, options) => auth.authenticate(token, options),
      isPrincipal: auth.isPrincipal.bind(auth),
      getNoneCredentials: () => auth.getNoneCredentials(),
      getOwnServiceCredentials: () => auth.getOwnServiceCredentials(),
      getLimitedUserToken: it => auth.getLimitedUserToken(it),
      listPublicServiceKeys: () => auth.listPublicServiceKeys(),
      async getPluginRequestToken(options) {
        if (!auth.isPrincipal(options.onBehalfOf, 'user')) {
          return auth.getPluginRequestToken(options);
        }
        const { userEntityRef } = options.onBehalfOf.principal;
        const actor = { subject: `plugin:${pluginId}` };
        return { token: mockCredentials.user.token(userEntityRef, { actor }) };
      },
    };
  },
});
