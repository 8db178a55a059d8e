import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { fakeApiKeysFactory } from '@sceneshift/backstage-platform-node/testUtils';
import { registryServiceRef } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import request from 'supertest';
import resolverPlugin from '..';
import type { FakeRegistry } from './FakeRegistry';
import { fakeLifecycle } from './fakeLifecycle';

export const VIEWER = mockCredentials.user.header('user:default/viewer');
export const OPERATOR = mockCredentials.user.header('user:default/operator');
export const HOSTED_PLUGIN = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:hello'),
  targetPluginId: 'resolver',
});
const ADMIN = mockCredentials.user.header();

type Policy = Record<
  string,
  string | number | boolean | Array<Record<string, string>>
>;

const configWith = ({
  policy = {},
  base = {},
}: {
  policy?: Policy;
  base?: Policy;
}) => ({
  sceneshift: {
    environment: 'development',
    resolver: { policy: base },
    environments: [{ name: 'development', backstageRelease: '1.54.0', policy }],
    organizations: [
      {
        id: 'demo',
        members: [
          { ref: 'user:default/mock', role: 'admin' },
          { ref: 'user:default/viewer', role: 'viewer' },
          { ref: 'user:default/operator', role: 'operator' },
        ],
      },
    ],
  },
});

/** The resolver in a backend, on a real database, with real threads and a registry in memory. */
export class TestResolver {
  private constructor(readonly backend: TestBackend, readonly db: Knex) {}

  static async start(
    databases: TestDatabases,
    registry: FakeRegistry,
    options: {
      installed?: Record<string, string>;
      /** `policy` of the environment. */
      policy?: Policy;
      /** Of all environments. */
      base?: Policy;
    } = {},
  ): Promise<TestResolver> {
    const db = await databases.init('POSTGRES_18');
    const backend = await startTestBackend({
      features: [
        resolverPlugin,
        fakeLifecycle(options.installed ?? {}),
        mockServices.rootConfig.factory({ data: configWith(options) }),
        mockServices.database.factory({ knex: db }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        createServiceFactory({
          service: registryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        fakeApiKeysFactory,
      ],
    });
    return new TestResolver(backend, db);
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }

  call(
    method: 'get' | 'post' | 'delete',
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

  delete(path: string, auth?: string) {
    return this.call('delete', path, undefined, auth);
  }

  post(path: string, body: object, auth?: string) {
    return this.call('post', path, body, auth);
  }
}
