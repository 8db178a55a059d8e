import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  listOperations,
  listRoutes,
  listWrongMethods,
} from '@sceneshift/backstage-platform-node/testUtils';
import spec from '../schema/openapi/generated/openapi.json';
import {
  startRegistry,
  type TestRegistry,
} from '../__testUtils__/startRegistry';
import { createRouter } from './createRouter';

jest.setTimeout(120_000);

/** Open by design: the contract holds nothing secret. */
const PUBLIC = ['GET /v1/openapi.json'];
/** Refused to everybody, after the caller is known to be allowed to publish. */
const REFUSED = 'UNPUBLISH_REFUSED';

const routes = listRoutes(
  createRouter({
    config: { limits: {} },
    idempotency: jest.fn(),
    logger: mockServices.logger.mock(),
  } as unknown as Parameters<typeof createRouter>[0]),
);
const guarded = routes.filter(route => !PUBLIC.includes(route));
const keyRoutes = guarded.filter(route => route.includes('/api-keys'));
/** npm asks by POST, because projects are large. */
const AUDIT = 'POST /npm/-/npm/v1/security/advisories/bulk';
const reads = guarded.filter(
  route =>
    route === AUDIT || (route.startsWith('GET ') && !keyRoutes.includes(route)),
);
const mutations = guarded.filter(route => !reads.includes(route));

describe('authorization of every route', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  let registry: TestRegistry;
  const credentials: Record<string, string> = {};

  beforeAll(async () => {
    registry = await startRegistry({
      database: await databases.init('POSTGRES_18'),
      artifacts: artifacts.path,
    });
    for (const scope of ['read', 'publish', 'deploy', 'admin'] as const) {
      credentials[scope] = `Bearer ${await registry.createKey(scope)}`;
    }
    credentials.host = `Bearer ${await registry.createKey(
      'environment:development:host',
    )}`;
    credentials.viewer = mockCredentials.user.header('user:default/vic');
    credentials.hosted = mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('plugin:hello'),
      targetPluginId: 'registry',
    });
    credentials.hostedForAdmin = `Bearer ${mockCredentials.user.token(
      'user:default/ada',
      { actor: { subject: 'plugin:hello' } },
    )}`;
    credentials.none = mockCredentials.none.header();
    credentials.external = mockCredentials.service.header();
  });

  afterAll(() => registry.stop());

  /** `401 UNAUTHENTICATED`, or nothing when the caller got past the gate. */
  const denial = async (route: string, who: string) => {
    const [method, path = ''] = route.split(' ');
    const url = path
      .replace(':name', '@acme%2fhello')
      .replace(':digest', `sha256-${'0'.repeat(64)}`)
      .replace(/:\w+/g, '1.0.0');
    const query = url.endsWith('/search') ? '?q=x' : '';
    const response = await fetch(
      `${registry.baseUrl}/api/registry${url}${query}`,
      {
        method,
        headers: {
          authorization: credentials[who] as string,
          'content-type': 'application/json',
        },
        body: method === 'GET' ? undefined : bodyOf(route),
      },
    );
    const { code } = response.headers.get('content-type')?.includes('json')
      ? await response.json()
      : { code: undefined };
    const isDenied = [401, 403].includes(response.status) && code !== REFUSED;
    return isDenied ? `${response.status} ${code}` : undefined;
  };
  const denials = async (list: string[], who: string) => {
    const all = await Promise.all(
      list.map(async route => [route, await denial(route, who)]),
    );
    return Object.fromEntries(all);
  };
  const all = (list: string[], expected: string | undefined) =>
    Object.fromEntries(list.map(route => [route, expected]));

  it('knows the routes of the contract and no others', () => {
    const contract = listOperations(spec, '/v1');
    const rest = routes.filter(route => route.includes(' /v1'));
    expect([...rest].sort()).toEqual([...contract, ...PUBLIC].sort());
    expect(routes.filter(route => route.includes(' /npm'))).toHaveLength(14);
  });

  it.each(listWrongMethods(spec))(
    'says which methods a path takes: $method $path',
    async ({ method, path, allow }) => {
      const answer = await fetch(`${registry.baseUrl}/api/registry/v1${path}`, {
        method: method.toUpperCase(),
      });
      expect(answer.status).toBe(405);
      expect(await answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
      const allowed = answer.headers.get('allow')?.split(', ');
      expect(allowed?.sort().join(', ')).toBe(allow);
    },
  );

  it.each(['none', 'external'])('needs a credential of ours: %s', async who => {
    await expect(denials(guarded, who)).resolves.toEqual(
      all(guarded, '401 UNAUTHENTICATED'),
    );
  });

  it.each(['viewer', 'read', 'deploy', 'hosted', 'hostedForAdmin'])(
    'lets %s read',
    async who => {
      await expect(denials(reads, who)).resolves.toEqual(all(reads, undefined));
    },
  );

  it.each([
    ['viewer', '403 FORBIDDEN'],
    ['read', '403 SCOPE_MISSING'],
    ['deploy', '403 SCOPE_MISSING'],
    ['hosted', '403 FORBIDDEN'],
    ['hostedForAdmin', '403 FORBIDDEN'],
  ])('lets %s change nothing', async (who, expected) => {
    await expect(denials(mutations, who)).resolves.toEqual(
      all(mutations, expected),
    );
  });

  it('lets a publisher publish, but not manage keys', async () => {
    await expect(denials(keyRoutes, 'publish')).resolves.toEqual(
      all(keyRoutes, '403 SCOPE_MISSING'),
    );
  });

  it('lets a supervisor’s key download artifacts, and nothing else', async () => {
    const download =
      'GET /v1/packages/:name/versions/:version/artifacts/:digest';
    await expect(denials(guarded, 'host')).resolves.toEqual({
      ...all(guarded, '403 SCOPE_MISSING'),
      [download]: undefined,
    });
  });

  it('lets an admin pass every gate, or the tests above prove nothing', async () => {
    // A claim waits for a job.
    const quick = guarded.filter(route => !route.endsWith('/claim'));
    await expect(denials(quick, 'admin')).resolves.toEqual(
      all(quick, undefined),
    );
  });
});

/** The contract is checked before the gate: a body that it allows. */
function bodyOf(route: string): string {
  if (route.endsWith('/failed')) {
    return JSON.stringify({ code: 'PACK_TIMEOUT', message: 'too slow' });
  }
  if (route.endsWith('/yank')) return JSON.stringify({ reason: 'broken' });
  if (route.endsWith('/advisories')) {
    return JSON.stringify({
      id: 'ACME-1',
      packageName: 'x',
      range: '*',
      severity: 'low',
      title: 'It leaks',
    });
  }
  return JSON.stringify({ name: 'x', scopes: ['read'] });
}
