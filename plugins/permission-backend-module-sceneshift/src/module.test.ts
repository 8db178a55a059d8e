import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import request from 'supertest';
import policyModule from '.';
import { apiKeys, authWithActors } from './__testUtils__/fakeServices';
import { frontDoorRoom } from './__testUtils__/frontDoorRoom';

const config = {
  permission: { enabled: true },
  sceneshift: {
    organizations: [
      {
        id: 'acme',
        members: [
          { ref: 'user:default/ada', role: 'publisher' },
          { ref: 'user:default/vic', role: 'viewer' },
          { ref: 'user:default/both', role: 'viewer' },
        ],
      },
      {
        id: 'globex',
        members: [{ ref: 'user:default/both', role: 'admin' }],
      },
    ],
  },
};

describe('permissionModuleSceneshift, with the real permission backend', () => {
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const backend = await startTestBackend({
      features: [
        frontDoorRoom,
        apiKeys,
        permissionPlugin,
        policyModule,
        mockServices.rootConfig.factory({ data: config }),
        authWithActors,
        // The real client, which asks the permission backend over HTTP.
        permissionsServiceFactory,
      ],
    });
    server = backend.server;
    stop = () => backend.stop();
  }, 60_000);

  afterAll(() => stop());

  const call = async (
    method: 'get' | 'post',
    headers: Record<string, string>,
  ) => {
    const path = method === 'get' ? 'read' : 'publish';
    const response = await request(server)
      [method](`/api/registry/${path}`)
      .set(headers);
    return [response.status, response.body.code ?? response.body.who];
  };
  const nobody = { authorization: mockCredentials.none.header() };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const user = (name: string, organization?: string) => ({
    authorization: mockCredentials.user.header(`user:default/${name}`),
    ...(organization && { 'x-sceneshift-organization': organization }),
  });
  const plugin = (id: string, organization?: string) => ({
    authorization: mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(`plugin:${id}`),
      targetPluginId: 'registry',
    }),
    ...(organization && { 'x-sceneshift-organization': organization }),
  });
  const onBehalf = (id: string) => ({
    authorization: `Bearer ${mockCredentials.user.token('user:default/ada', {
      actor: { subject: `plugin:${id}` },
    })}`,
  });

  it.each([
    ['nobody', 'get', nobody, [401, 'UNAUTHENTICATED']],
    ['a forged token', 'get', bearer('x.y.z'), [401, 'UNAUTHENTICATED']],
    ['an unknown key', 'get', bearer('ssk_no'), [401, 'API_KEY_INVALID']],
    ['a key that reads', 'get', bearer('ssk_reader'), [200, 'api-key:k1']],
    ['a key that reads', 'post', bearer('ssk_reader'), [403, 'SCOPE_MISSING']],
    ['a stranger', 'get', user('eve'), [403, 'NO_ORGANIZATION']],
    ['a viewer', 'get', user('vic'), [200, 'user:default/vic']],
    ['a viewer', 'post', user('vic'), [403, 'FORBIDDEN']],
    ['a publisher', 'post', user('ada'), [200, 'user:default/ada']],
    [
      'a publisher elsewhere',
      'post',
      user('ada', 'globex'),
      [403, 'ORGANIZATION_FORBIDDEN'],
    ],
    ['a member of two', 'get', user('both'), [400, 'ORGANIZATION_REQUIRED']],
    [
      'an admin of the one',
      'post',
      user('both', 'globex'),
      [200, 'user:default/both'],
    ],
    ['a viewer of the other', 'post', user('both', 'acme'), [403, 'FORBIDDEN']],
    [
      'a room',
      'post',
      plugin('lifecycle', 'globex'),
      [200, 'plugin:lifecycle'],
    ],
    [
      'a room without an organization',
      'post',
      plugin('lifecycle'),
      [400, 'ORGANIZATION_REQUIRED'],
    ],
    ['a hosted plugin', 'get', plugin('hello'), [200, 'plugin:hello']],
    ['a hosted plugin', 'post', plugin('hello'), [403, 'FORBIDDEN']],
    [
      'a hosted plugin elsewhere',
      'get',
      plugin('hello', 'globex'),
      [403, 'ORGANIZATION_FORBIDDEN'],
    ],
    [
      'a hosted plugin for a publisher',
      'post',
      onBehalf('hello'),
      [403, 'FORBIDDEN'],
    ],
    [
      'a core plugin for a publisher',
      'post',
      onBehalf('permission'),
      [200, 'user:default/ada'],
    ],
  ] as const)('%s, %s', async (_who, method, headers, expected) => {
    await expect(
      call(method, headers as Record<string, string>),
    ).resolves.toEqual(expected);
  });
});
