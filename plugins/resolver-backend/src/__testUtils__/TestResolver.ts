import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  apiKeysServiceRef,
  type ApiKey,
  type ApiKeyScope,
  type ApiKeysService,
} from '@sceneshift/backstage-platform-node';
import { registryServiceRef } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import request from 'supertest';
import resolverPlugin from '..';
import type { FakeRegistry } from './FakeRegistry';
import { fakeLifecycle } from './fakeLifecycle';

export const VIEWER = mockCredentials.user.header('user:default/viewer');
export const HOSTED_PLUGIN = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:hello'),
  targetPluginId: 'resolver',
});
const ADMIN = mockCredentials.user.header();

const configWith = (policy: Record<string, string> = {}) => ({
  sceneshift: {
    environment: 'development',
    environments: [{ name: 'development', backstageRelease: '1.54.0', policy }],
    organizations: [
      {
        id: 'demo',
        members: [
          { ref: 'user:default/mock', role: 'admin' },
          { ref: 'user:default/viewer', role: 'viewer' },
        ],
      },
    ],
  },
});

/** Keys are `ssk_test_<scope>`. */
const apiKeys: Pick<ApiKeysService, 'verify'> = {
  async verify(key: string): Promise<ApiKey> {
    if (!key.startsWith('ssk_test_')) {
      throw new SceneshiftError('API_KEY_INVALID', 'The API key is not known');
    }
    const scope = key.replace(/^ssk_test_/, '') as ApiKeyScope;
    return {
      id: scope,
      organizationId: 'demo',
      name: scope,
      scopes: [scope],
      prefix: 'ssk',
      createdBy: 'user:default/mock',
      createdAt: new Date(),
    };
  },
};

/** The resolver in a backend, on a real database, with real threads and a registry in memory. */
export class TestResolver {
  private constructor(readonly backend: TestBackend, readonly db: Knex) {}

  static async start(
    databases: TestDatabases,
    registry: FakeRegistry,
    options: {
      installed?: Record<string, string>;
      /** `policy` of the environment. */
      policy?: Record<string, string>;
    } = {},
  ): Promise<TestResolver> {
    const db = await databases.init('POSTGRES_18');
    const backend = await startTestBackend({
      features: [
        resolverPlugin,
        fakeLifecycle(options.installed ?? {}),
        mockServices.rootConfig.factory({ data: configWith(options.policy) }),
        mockServices.database.factory({ knex: db }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        createServiceFactory({
          service: registryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        createServiceFactory({
          service: apiKeysServiceRef,
          deps: {},
          factory: () => apiKeys as unknown as ApiKeysService,
        }),
      ],
    });
    return new TestResolver(backend, db);
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }

  call(
    method: 'get' | 'post',
    path: string,
    body?: object,
    auth: string | undefined = ADMIN,
  ) {
    const call = request(this.backend.server)
      [method](`/api/resolver/v1${path}`)
      .set('Authorization', auth);
    return body ? call.send(body) : call;
  }

  get(path: string, auth?: string) {
    return this.call('get', path, undefined, auth);
  }

  post(path: string, body: object, auth?: string) {
    return this.call('post', path, body, auth);
  }
}
