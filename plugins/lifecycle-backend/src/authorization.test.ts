import {
  ADMIN,
  HOST,
  HOSTED_PLUGIN,
  TestLifecycle,
  VIEWER,
} from './__testUtils__/TestLifecycle';
import {
  listOperations,
  listRoutes,
  listWrongMethods,
} from '@sceneshift/backstage-platform-node/testUtils';
import { createHealthcheckRouter } from '@sceneshift/backstage-plugin-lifecycle-node';
import { createRouter } from './router/createRouter';
import { spec } from './schema/openapi/generated/spec';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

jest.setTimeout(60_000);

const ID = '7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001';
const READ_KEY = 'Bearer ssk_test_read';
const OTHER_HOST = 'Bearer ssk_test_environment:staging:host';

/** `operate`: what keys that deploy may not do. */
type Access = 'public' | 'read' | 'deploy' | 'operate' | 'secret' | 'host';

/** Open by design: the contract and the files of frontends hold nothing secret. */
const PUBLIC = ['GET /v1/openapi.json', 'GET /v1/assets/:digest/*'];

/** Beside the plugin's own routes, at the root of the portal: in front of every credential. */
const PUBLIC_AT_ROOT = ['GET /healthcheck'];

/** Every other route, with a request that passes its validation. */
const ROUTES: Record<string, { access: Access; path: string; body?: object }> =
  {
    'GET /v1/environments': { access: 'read', path: '/environments' },
    'GET /v1/environments/:environment': {
      access: 'read',
      path: '/environments/development',
    },
    'GET /v1/environments/:environment/generations': {
      access: 'read',
      path: '/environments/development/generations',
    },
    'GET /v1/environments/:environment/generations/:number': {
      access: 'read',
      path: '/environments/development/generations/1',
    },
    'POST /v1/environments/:environment/plans': {
      access: 'deploy',
      path: '/environments/development/plans',
      body: { changes: [{ action: 'remove', pluginId: 'hello' }] },
    },
    'GET /v1/plans/:id': { access: 'read', path: `/plans/${ID}` },
    'GET /v1/environments/:environment/rollouts': {
      access: 'read',
      path: '/environments/development/rollouts',
    },
    'POST /v1/environments/:environment/rollouts': {
      access: 'deploy',
      path: '/environments/development/rollouts',
      body: { planId: ID, planHash: 'x' },
    },
    'GET /v1/rollouts/:id': { access: 'read', path: `/rollouts/${ID}` },
    'POST /v1/rollouts/:id/cancel': {
      access: 'deploy',
      path: `/rollouts/${ID}/cancel`,
    },
    'GET /v1/environments/:environment/plugins/:pluginId/logs': {
      access: 'read',
      path: '/environments/development/plugins/hello/logs',
    },
    'GET /v1/environments/:environment/secrets': {
      access: 'secret',
      path: '/environments/development/secrets',
    },
    'PUT /v1/environments/:environment/secrets/:name': {
      access: 'secret',
      path: '/environments/development/secrets/token',
      body: { value: 'v' },
    },
    'DELETE /v1/environments/:environment/secrets/:name': {
      access: 'secret',
      path: '/environments/development/secrets/token',
    },
    'GET /v1/environments/:environment/desired': {
      access: 'host',
      path: '/environments/development/desired',
    },
    'POST /v1/environments/:environment/replicas/:replicaId/status': {
      access: 'host',
      path: '/environments/development/replicas/a/status',
      body: {
        address: 'http://127.0.0.1:1',
        backstageRelease: '1.55.0',
        revision: '',
        generation: 0,
        hosts: [],
      },
    },
    'POST /v1/environments/:environment/pause': {
      access: 'operate',
      path: '/environments/development/pause',
      body: { reason: 'Audit' },
    },
    'POST /v1/environments/:environment/resume': {
      access: 'operate',
      path: '/environments/development/resume',
    },
    'GET /v1/environments/:environment/snapshots': {
      access: 'read',
      path: '/environments/development/snapshots',
    },
    'POST /v1/environments/:environment/snapshots': {
      access: 'operate',
      path: '/environments/development/snapshots',
      body: { pluginId: 'hello' },
    },
    'DELETE /v1/environments/:environment/snapshots/:id': {
      access: 'operate',
      path: `/environments/development/snapshots/${ID}`,
    },
    'POST /v1/environments/:environment/snapshots/:id/restore': {
      access: 'operate',
      path: `/environments/development/snapshots/${ID}/restore`,
      body: {},
    },
    'GET /v1/environments/:environment/exports': {
      access: 'read',
      path: '/environments/development/exports',
    },
    'DELETE /v1/environments/:environment/exports/:id': {
      access: 'operate',
      path: `/environments/development/exports/${ID}`,
    },
    'GET /v1/environments/:environment/exports/:id/content': {
      access: 'operate',
      path: `/environments/development/exports/${ID}/content`,
    },
    'GET /v1/remotes': { access: 'public', path: '/remotes' },
  };

const CALLERS: Record<string, { auth?: string; may: Access[] }> = {
  'no credential': { may: ['public'] },
  'an unknown key': { auth: 'Bearer ssk_unknown', may: ['public'] },
  'a viewer': { auth: VIEWER, may: ['public', 'read'] },
  'a key that only reads': { auth: READ_KEY, may: ['public', 'read'] },
  'a hosted plugin': { auth: HOSTED_PLUGIN, may: ['public', 'read'] },
  'a hosted plugin for an admin': {
    auth: `Bearer ${mockCredentials.user.token('user:default/mock', {
      actor: { subject: 'plugin:hello' },
    })}`,
    may: ['public', 'read'],
  },
  "another environment's supervisor": { auth: OTHER_HOST, may: ['public'] },
  "the environment's supervisor": { auth: HOST, may: ['public', 'host'] },
  'a key that deploys': {
    auth: 'Bearer ssk_test_deploy',
    may: ['public', 'read', 'deploy'],
  },
  'an admin': {
    auth: ADMIN,
    may: ['public', 'read', 'deploy', 'operate', 'secret'],
  },
};

const REFUSED = {
  isRefused: true,
  type: 'application/problem+json',
  code: expect.stringMatching(
    /^(UNAUTHENTICATED|API_KEY_INVALID|FORBIDDEN|SCOPE_MISSING)$/,
  ),
};

describe('authorization', () => {
  let lifecycle: TestLifecycle;

  beforeAll(async () => {
    lifecycle = await TestLifecycle.start();
  });

  afterAll(() => lifecycle.stop());

  async function statusOf(
    method: string,
    path: string,
    body?: object,
    auth?: string,
  ) {
    const verb = method as 'get' | 'post' | 'put' | 'delete';
    const call = lifecycle.api[verb](`/api/lifecycle/v1${path}`);
    if (auth) call.set('Authorization', auth);
    const answer = body ? await call.send(body) : await call;
    return answer;
  }

  it('is tested for every route, each of which stands in the contract', () => {
    const options = {
      logger: mockServices.logger.mock(),
      idempotency: jest.fn(),
    };
    const routes = listRoutes(
      createRouter(options as unknown as Parameters<typeof createRouter>[0]),
    ).sort();
    expect(routes).toEqual([...Object.keys(ROUTES), ...PUBLIC].sort());
    expect(routes).toEqual([...listOperations(spec, '/v1'), ...PUBLIC].sort());
    const { hostedPlugins } = lifecycle;
    const health = mockServices.rootHealth.mock();
    expect(
      listRoutes(createHealthcheckRouter({ health, hostedPlugins })),
    ).toEqual(PUBLIC_AT_ROOT);
  });

  describe.each(Object.entries(CALLERS))('%s', (_name, { auth, may }) => {
    it.each(Object.entries(ROUTES))(
      '%s',
      async (route, { access, path, body }) => {
        const method = route.split(' ')[0]!.toLowerCase();
        const answer = await statusOf(method, path, body, auth);
        const isRefused = [401, 403].includes(answer.status);
        expect({
          isRefused,
          ...(isRefused && { type: answer.type, code: answer.body.code }),
        }).toEqual(may.includes(access) ? { isRefused: false } : REFUSED);
      },
    );
  });

  it.each(listWrongMethods(spec))(
    'says which methods a path takes: $method $path',
    async ({ method, path, allow }) => {
      const answer = await lifecycle.api[method](`/api/lifecycle/v1${path}`);
      expect([answer.status, answer.body.code]).toEqual([
        405,
        'METHOD_NOT_ALLOWED',
      ]);
      expect(answer.headers.allow?.split(', ').sort().join(', ')).toBe(allow);
    },
  );

  it("does not show another organization's environments", async () => {
    const stranger = mockCredentials.user.header('user:default/stranger');
    const list = await lifecycle.get('/environments', stranger);
    expect(list.body).toEqual({ items: [] });
    const one = await lifecycle.get('/environments/development', stranger);
    expect(one.body.code).toBe('ENVIRONMENT_NOT_FOUND');
  });

  it('serves assets to everybody and answers unknown ones with 404 and JSON', async () => {
    const digest = `sha256-${'0'.repeat(64)}`;
    for (const path of [
      `/assets/${digest}/index.html`,
      '/assets/x/../../etc/passwd',
      '/assets/x/%2e%2e%2fsecret',
    ]) {
      const answer = await lifecycle.api.get(`/api/lifecycle/v1${path}`);
      expect(answer.status).toBe(404);
      expect(answer.type).toBe('application/problem+json');
    }
  });
});
