import { TestDatabases } from '@backstage/backend-test-utils';
import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import { TestResolver } from '../__testUtils__/TestResolver';
import { LIBRARY, releaseOf } from '../__testUtils__/versions';

jest.setTimeout(60_000);

const HELLO = '@acme/plugin-hello-backend';
const PAGE = '@acme/plugin-hello';
const MODULE = '@acme/plugin-hello-backend-module-mail';

describe('POST /resolve', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let resolver: TestResolver;

  beforeAll(async () => {
    const hello = { name: HELLO, pluginId: 'hello' };
    const registry = new FakeRegistry()
      .release(
        releaseOf('1.54.0', ['old']),
        releaseOf('1.55.0', ['old', 'new']),
      )
      .publish(
        { ...hello, version: '1.0.0', imports: { [LIBRARY]: ['old'] } },
        {
          ...hello,
          version: '1.1.0',
          imports: { [LIBRARY]: ['old'] },
          dependencies: { [LIBRARY]: '^9.0.0' },
        },
        { ...hello, version: '2.0.0', imports: { [LIBRARY]: ['new'] } },
        { ...hello, version: '3.0.0', imports: { [LIBRARY]: ['missing'] } },
        { ...hello, version: '4.0.0', unpacked: true },
        {
          name: PAGE,
          version: '1.0.0',
          pluginId: 'hello',
          role: 'frontend-plugin',
          pluginPackages: [PAGE, HELLO],
          peerDependencies: { react: '^18.0.0', '@backstage/core': '^0.1.0' },
        },
        {
          name: MODULE,
          version: '1.0.0',
          pluginId: 'hello',
          role: 'backend-plugin-module',
        },
        {
          name: '@acme/plugin-catalog-backend-module-x',
          version: '1.0.0',
          pluginId: 'catalog',
          role: 'backend-plugin-module',
        },
        {
          name: '@acme/plugin-shop-backend',
          version: '1.0.0',
          pluginId: 'shop',
          relations: { requires: { [HELLO]: '^2.0.0' } },
        },
      );
    resolver = await TestResolver.start(databases, registry);
  });

  afterAll(() => resolver.stop());

  it('answers a request that brings its packages, without asking anybody', async () => {
    const { status, body } = await resolver.post('/resolve', {
      packages: {
        a: { '1.0.0': { dependencies: { b: '^1' } } },
        b: { '1.0.0': {} },
      },
      roots: { a: '*' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: true,
      solution: { a: '1.0.0', b: '1.0.0' },
      optimal: true,
      lock: { lockVersion: 1, snapshot: null },
    });
  });

  it('knows the libraries of a release for packages that a request brings', async () => {
    const packages = {
      a: { '1.0.0': { peerDependencies: { [LIBRARY]: '^1.54' } } },
    };
    const ask = (backstageRelease: string) =>
      resolver.post('/resolve', {
        packages,
        backstageRelease,
        roots: { a: '*' },
      });
    expect((await ask('1.54.0')).body.ok).toBe(true);
    expect((await ask('1.0.0')).body).toMatchObject({
      ok: false,
      error: { field: '/backstageRelease' },
    });
  });

  it('takes the facts from the registry; the link check decides, declared ranges warn', async () => {
    const { body } = await resolver.post('/resolve', {
      roots: { [HELLO]: '*' },
    });
    expect(body).toMatchObject({
      ok: true,
      solution: { [HELLO]: '1.1.0' },
      lock: {
        release: '1.54.0',
        snapshot: expect.stringMatching(/^sha256-/),
        packages: { [HELLO]: { integrity: expect.stringMatching(/^sha512-/) } },
      },
      warnings: [
        {
          code: 'BACKSTAGE_RANGE',
          package: HELLO,
          message: expect.stringContaining(`${LIBRARY} ^9.0.0 (1.54.0)`),
        },
      ],
      excluded: [
        {
          version: '3.0.0',
          reason: expect.stringContaining(`missing from ${LIBRARY}`),
        },
        { version: '4.0.0', reason: "the check 'artifact' is PENDING" },
      ],
    });
    const newer = await resolver.post('/resolve', {
      roots: { [HELLO]: '*' },
      backstageRelease: '1.55.0',
    });
    expect(newer.body.solution).toEqual({ [HELLO]: '2.0.0' });
  });

  it.each([undefined, { react: '18.0.0' }])(
    'refuses a release that nothing is known of, with the host %j',
    async host => {
      const { status, body } = await resolver.post('/resolve', {
        ...{ backstageRelease: '1.99.0', host },
        roots: { [HELLO]: '*' },
      });
      expect(status).toBe(400);
      expect(body.error).toMatchObject({
        field: '/backstageRelease',
        message:
          'there is no baseline of Backstage 1.99.0, only of 1.54.0, 1.55.0: make one with sceneshift baseline create',
      });
    },
  );

  it('takes null for left out, as merge patches do', async () => {
    const { body } = await resolver.post('/resolve', {
      ...{ packages: null, host: null, backstageRelease: null },
      roots: { [HELLO]: '*' },
    });
    expect(body.solution).toEqual({ [HELLO]: '1.1.0' });
  });

  it('explains a release that is too old, and offers to move', async () => {
    const { body } = await resolver.post('/resolve', {
      roots: { '@acme/plugin-shop-backend': '*' },
    });
    expect(body.ok).toBe(false);
    expect(body.explanation).toMatch(/backstage/);
    expect(body.fixes).toContainEqual({
      description: 'Move to Backstage 1.55.0',
      patch: { backstageRelease: '1.55.0', host: null },
      solution: { '@acme/plugin-shop-backend': '1.0.0', [HELLO]: '2.0.0' },
    });
  });

  it('follows families and modules, and refuses modules of the portal', async () => {
    const page = await resolver.post('/resolve', { roots: { [PAGE]: '*' } });
    expect(page.body.solution).toEqual({ [PAGE]: '1.0.0', [HELLO]: '1.1.0' });
    const module = await resolver.post('/resolve', {
      roots: { [MODULE]: '*' },
    });
    expect(module.body.solution).toEqual({
      [MODULE]: '1.0.0',
      [HELLO]: '1.1.0',
    });
    const name = '@acme/plugin-catalog-backend-module-x';
    const core = await resolver.post('/resolve', { roots: { [name]: '*' } });
    expect(core.body).toMatchObject({
      ok: false,
      excluded: [
        {
          name,
          reason: expect.stringContaining("module of the plugin 'catalog'"),
        },
      ],
    });
  });

  it.each([
    ['/roots/a', { packages: {}, roots: { a: 'x'.repeat(300) } }],
    ['/options/timeoutMs', { packages: {}, options: { timeoutMs: 0 } }],
    ['/installed', { installed: [] }],
  ])('names the field %s of a bad request', async (field, request) => {
    const { status, body } = await resolver.post('/resolve', request);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', field },
    });
  });

  it('refuses an environment that does not exist, whatever else is asked', async () => {
    for (const request of [{ roots: {} }, { packages: {}, roots: {} }]) {
      const { status, body } = await resolver.post(
        '/resolve?environment=developmint',
        request,
      );
      expect(status).toBe(404);
      expect(body.code).toBe('ENVIRONMENT_NOT_FOUND');
    }
  });

  it.each([
    ['enviroment', 'enviroment=production'],
    ['environment', 'environment='],
    ['environment', 'environment=development&environment=production'],
    ['environment', `environment=${'x'.repeat(64)}`],
  ])('names the parameter %s of the query %s', async (field, query) => {
    const { status, body } = await resolver.post(`/resolve?${query}`, {});
    expect(status).toBe(400);
    expect(body).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', field },
    });
    expect(body.error.message).toMatch(`${field} in the query`);
  });

  it('takes JSON that begins with a byte order mark', async () => {
    const request = { packages: { a: { '1.0.0': {} } }, roots: { a: '*' } };
    const { body } = await resolver
      .call('post', '/resolve')
      .send(`\uFEFF${JSON.stringify(request)}`)
      .type('json');
    expect(body).toMatchObject({ ok: true, solution: { a: '1.0.0' } });
  });

  it('refuses what is not JSON', async () => {
    const garbage = await resolver
      .call('post', '/resolve')
      .send('{')
      .type('json');
    expect(garbage.status).toBe(400);
    expect(garbage.body.error.code).toBe('INPUT_INVALID');
  });
});
