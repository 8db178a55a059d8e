import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import request from 'supertest';
import {
  listOperations,
  listRoutes,
  listWrongMethods,
} from '@sceneshift/backstage-platform-node/testUtils';
import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import {
  HOSTED_PLUGIN,
  OPERATOR,
  TestResolver,
  VIEWER,
} from '../__testUtils__/TestResolver';
import { releaseOf } from '../__testUtils__/versions';
import spec from '../schema/openapi/generated/openapi.json';
import { createRouter } from './createRouter';

jest.setTimeout(60_000);

type Access = 'read' | 'deploy' | 'accept';

const lock = { lockVersion: 1, snapshot: null, release: null, packages: {} };

/** Open by design: the contract holds nothing secret. */
const PUBLIC = ['GET /v1/openapi.json'];

/** Every other route, with a request that passes its validation. */
const ROUTES: Record<string, { access: Access; path: string; body?: object }> =
  {
    'POST /v1/resolve': { access: 'read', path: '/resolve', body: {} },
    'POST /v1/plans': {
      access: 'deploy',
      path: '/plans',
      body: { request: {} },
    },
    'GET /v1/plans': { access: 'read', path: '/plans' },
    'GET /v1/plans/:id': {
      access: 'read',
      path: '/plans/7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001',
    },
    'POST /v1/locks/resolve': {
      access: 'read',
      path: '/locks/resolve',
      body: { lock },
    },
    'POST /v1/upgrades': {
      access: 'read',
      path: '/upgrades',
      body: { to: '1.55.0', installed: {} },
    },
    'POST /v1/impact': {
      access: 'read',
      path: '/impact',
      body: { remove: ['a'], installed: {} },
    },
    'GET /v1/advisory-acceptances': {
      access: 'read',
      path: '/advisory-acceptances',
    },
    'POST /v1/advisory-acceptances': {
      access: 'accept',
      path: '/advisory-acceptances',
      body: {
        advisoryId: 'A',
        packageName: 'a',
        reason: 'x',
        expiresAt: '2030-01-01T00:00:00Z',
      },
    },
    'DELETE /v1/advisory-acceptances/:id': {
      access: 'accept',
      path: '/advisory-acceptances/7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001',
    },
    'GET /v1/graph': { access: 'read', path: '/graph?environment=development' },
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
  'an operator': { auth: OPERATOR, may: ['read', 'deploy', 'accept'] },
};

describe('authorization', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let resolver: TestResolver;

  beforeAll(async () => {
    const registry = new FakeRegistry().release(releaseOf('1.55.0', []));
    resolver = await TestResolver.start(databases, registry);
  });

  afterAll(() => resolver.stop());

  it('is tested for every route, each of which stands in the contract', () => {
    const logger = mockServices.logger.mock();
    const routes = listRoutes(
      createRouter({
        logger,
        bodyBytes: 1,
        idempotency: jest.fn(),
      } as unknown as Parameters<typeof createRouter>[0]),
    ).sort();
    expect(routes).toEqual([...Object.keys(ROUTES), ...PUBLIC].sort());
    expect(routes).toEqual([...listOperations(spec, '/v1'), ...PUBLIC].sort());
  });

  it.each(listWrongMethods(spec))(
    'says which methods a path takes: $method $path',
    async ({ method, path, allow }) => {
      const answer = await request(resolver.backend.server)[method](
        `/api/resolver/v1${path}`,
      );
      expect([answer.status, answer.body.code]).toEqual([
        405,
        'METHOD_NOT_ALLOWED',
      ]);
      expect(answer.headers.allow?.split(', ').sort().join(', ')).toBe(allow);
    },
  );

  describe.each(Object.entries(CALLERS))('%s', (_name, { auth, may }) => {
    it.each(Object.entries(ROUTES))(
      '%s',
      async (route, { access, path, body }) => {
        const method = route.split(' ')[0]!.toLowerCase() as 'get';
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
