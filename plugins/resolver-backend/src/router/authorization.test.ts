import { TestDatabases } from '@backstage/backend-test-utils';
import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import {
  HOSTED_PLUGIN,
  TestResolver,
  VIEWER,
} from '../__testUtils__/TestResolver';
import { releaseOf } from '../__testUtils__/versions';
import spec from '../schema/openapi/generated/openapi.json';

jest.setTimeout(60_000);

type Access = 'read' | 'deploy';

const lock = { lockVersion: 1, snapshot: null, release: null, packages: {} };

/** Every route of the contract, with a request that passes its validation. */
const ROUTES: Record<string, { access: Access; path: string; body?: object }> =
  {
    'post /resolve': { access: 'read', path: '/resolve', body: {} },
    'post /plans': { access: 'deploy', path: '/plans', body: { request: {} } },
    'get /plans/{id}': {
      access: 'read',
      path: '/plans/7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001',
    },
    'post /locks/resolve': {
      access: 'read',
      path: '/locks/resolve',
      body: { lock },
    },
    'post /upgrades': {
      access: 'read',
      path: '/upgrades',
      body: { to: '1.55.0', installed: {} },
    },
    'post /impact': {
      access: 'read',
      path: '/impact',
      body: { remove: ['a'], installed: {} },
    },
    'get /graph': { access: 'read', path: '/graph?environment=development' },
  };

const CALLERS: Record<string, { auth: string; may: Access[] }> = {
  'no credential': { auth: '', may: [] },
  'an unknown key': { auth: 'Bearer ssk_unknown', may: [] },
  'a supervisor': { auth: 'Bearer ssk_test_environment:x:host', may: [] },
  'a viewer': { auth: VIEWER, may: ['read'] },
  'a key that only reads': { auth: 'Bearer ssk_test_read', may: ['read'] },
  'a hosted plugin': { auth: HOSTED_PLUGIN, may: ['read'] },
  'a key that deploys': {
    auth: 'Bearer ssk_test_deploy',
    may: ['read', 'deploy'],
  },
};

describe('authorization', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let resolver: TestResolver;

  beforeAll(async () => {
    const registry = new FakeRegistry().release(releaseOf('1.55.0', []));
    resolver = await TestResolver.start(databases, registry);
  });

  afterAll(() => resolver.stop());

  it('is tested for every route of the contract', () => {
    const routes = Object.entries(spec.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method} ${path}`),
    );
    expect(Object.keys(ROUTES).sort()).toEqual(routes.sort());
  });

  describe.each(Object.entries(CALLERS))('%s', (_name, { auth, may }) => {
    it.each(Object.entries(ROUTES))(
      '%s',
      async (route, { access, path, body }) => {
        const method = route.startsWith('get') ? 'get' : 'post';
        const answer = await resolver.call(method, path, body, auth);
        const isRefused = [401, 403].includes(answer.status);
        expect(isRefused).toBe(!may.includes(access));
        if (!isRefused) return;
        expect(answer.type).toBe('application/problem+json');
        expect(answer.body.code).toMatch(
          /^(UNAUTHENTICATED|API_KEY_INVALID|FORBIDDEN|SCOPE_MISSING)$/,
        );
      },
    );
  });

  it('reads no body before it knows the caller', async () => {
    const answer = await resolver.call(
      'post',
      '/resolve',
      { packages: 'x'.repeat(1_000_000) },
      'Bearer ssk_unknown',
    );
    expect(answer.status).toBe(401);
  });
});
