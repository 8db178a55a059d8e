import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import request from 'supertest';
import { baseline } from '../__testUtils__/artifacts';
import { backendPackage, makePackage } from '../__testUtils__/packages';
import { integrityOf, RegistryClient } from '../__testUtils__/RegistryClient';
import {
  startRegistry,
  type TestRegistry,
} from '../__testUtils__/startRegistry';

jest.setTimeout(60_000);

const name = '@acme/plugin-hello-backend';

describe('the REST API', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const baselines = createMockDirectory({
    content: { '1.55.0.json': JSON.stringify(baseline) },
  });
  let database: Knex;
  let registry: TestRegistry;
  let acme: RegistryClient;
  let globex: RegistryClient;
  let bytes: Buffer;

  beforeAll(async () => {
    database = await databases.init('POSTGRES_18');
    registry = await startRegistry({
      database,
      artifacts: artifacts.path,
      baselines: baselines.path,
    });
    acme = new RegistryClient(registry, await registry.createKey('admin'));
    globex = new RegistryClient(
      registry,
      await registry.createKey('admin', 'globex'),
    );
    bytes = await makePackage(
      backendPackage({ sceneshift: { requires: { '@acme/other': '^1.0.0' } } }),
    );
    await acme.putVersion(name, '1.0.0', bytes);
  });

  afterAll(() => registry.stop());

  it('answers the same bytes with 200, other bytes with VERSION_EXISTS', async () => {
    const same = await acme.putVersion(name, '1.0.0', bytes);
    expect(same).toMatchObject({
      status: 200,
      body: {
        name,
        version: '1.0.0',
        integrity: integrityOf(bytes),
        role: 'backend-plugin',
        pluginId: 'hello',
        origin: 'published',
        installable: false,
        relations: { requires: { '@acme/other': '^1.0.0' } },
        verdicts: [
          { check: 'artifact', baseline: '1.55.0', state: 'PENDING' },
          { check: 'structure', state: 'PASSED' },
        ],
      },
    });
    const other = await makePackage(backendPackage({ description: 'other' }));
    await expect(acme.putVersion(name, '1.0.0', other)).resolves.toMatchObject({
      status: 409,
      body: { code: 'VERSION_EXISTS' },
    });
  });

  it('lets one of many racing publishers win', async () => {
    const racing = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        makePackage(
          backendPackage({ version: '1.0.1', description: `try ${index}` }),
        ),
      ),
    );
    const answers = await Promise.all(
      racing.map(candidate => acme.putVersion(name, '1.0.1', candidate)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409]);
    const winner = racing[answers.findIndex(({ status }) => status === 201)];
    const { body } = await acme.get(
      `/packages/${encodeURIComponent(name)}/versions/1.0.1`,
    );
    expect(body.integrity).toBe(integrityOf(winner as Buffer));
  });

  it.each<[string, string, string, () => Promise<Buffer>]>([
    ['NAME_INVALID', 'Not%Valid', '1.0.0', () => makePackage({})],
    ['VERSION_INVALID', name, '1.0', () => makePackage(backendPackage())],
    [
      'METADATA_MISMATCH',
      name,
      '3.0.0',
      () => makePackage(backendPackage({ version: '3.0.1' })),
    ],
    ['TARBALL_CORRUPT', name, '3.0.0', async () => Buffer.from('no gzip')],
    [
      'TARBALL_TOO_LARGE',
      name,
      '3.0.0',
      async () => Buffer.alloc(51 * 1024 * 1024),
    ],
    [
      'PACKAGE_JSON_UNSAFE',
      name,
      '3.0.0',
      async () => makePackage(JSON.parse('{"__proto__":{"x":1},"name":"a"}')),
    ],
  ])(
    'refuses with %s and keeps nothing',
    async (code, wanted, version, make) => {
      const answer = await acme.putVersion(wanted, version, await make());
      expect(answer.headers.get('content-type')).toContain('problem+json');
      expect(answer.body).toMatchObject({ code, status: answer.status });
      await expect(
        database
          .withSchema('registry')
          .table('versions')
          .where({ version: '3.0.0' }),
      ).resolves.toEqual([]);
    },
  );

  it('checks the stated integrity', async () => {
    const tarball = await makePackage(backendPackage({ version: '3.1.0' }));
    const answer = await acme.call(
      'PUT',
      `/api/registry/v1/packages/${encodeURIComponent(name)}/versions/3.1.0`,
      tarball,
      { 'x-sceneshift-integrity': integrityOf(bytes) },
    );
    expect(answer.body.code).toBe('INTEGRITY_MISMATCH');
  });

  it('keeps scopes and organizations apart', async () => {
    const foreign = await globex.putVersion(name, '1.0.0', bytes);
    expect(foreign).toMatchObject({
      status: 403,
      body: { code: 'SCOPE_CLAIMED' },
    });
    const unseen = await globex.get(`/packages/${encodeURIComponent(name)}`);
    expect(unseen.body.code).toBe('PACKAGE_NOT_FOUND');
    await expect(globex.get('/plugins')).resolves.toMatchObject({
      body: { items: [] },
    });
    const imported = await globex.putVersion(
      name,
      '1.0.0',
      bytes,
      '?origin=imported',
    );
    expect(imported).toMatchObject({
      status: 201,
      body: { origin: 'imported', integrity: integrityOf(bytes) },
    });
  });

  it('moves latest to newer stable versions by itself', async () => {
    const lib = '@acme/lib';
    const latestAfter = async (version: string) => {
      const packageJson = backendPackage({ name: lib, version, backstage: {} });
      const tarball = await makePackage(packageJson);
      expect((await acme.putVersion(lib, version, tarball)).status).toBe(201);
      const { body } = await acme.get(`/packages/${encodeURIComponent(lib)}`);
      return body.latestVersion;
    };
    await expect(latestAfter('1.0.0')).resolves.toBe('1.0.0');
    await expect(latestAfter('1.1.0')).resolves.toBe('1.1.0');
    await expect(latestAfter('1.0.1')).resolves.toBe('1.1.0');
    await expect(latestAfter('2.0.0-beta.1')).resolves.toBe('1.1.0');
  });

  it('shows plugins, packages, files and README, and finds them', async () => {
    const encoded = encodeURIComponent(name);
    await expect(acme.get('/plugins')).resolves.toMatchObject({
      body: {
        items: [
          {
            pluginId: 'hello',
            title: 'Hello',
            description: expect.stringMatching(/^try/),
            keywords: ['greeting'],
            roles: ['backend-plugin'],
          },
        ],
      },
    });
    await expect(acme.get('/plugins/hello')).resolves.toMatchObject({
      body: { packages: [{ name, distTags: { latest: '1.0.1' } }] },
    });
    await expect(acme.get('/search?q=greet')).resolves.toMatchObject({
      body: { items: [{ pluginId: 'hello' }] },
    });
    await expect(acme.get('/search?q=nothing')).resolves.toMatchObject({
      body: { items: [] },
    });
    const files = await acme.get(
      `/packages/${encoded}/versions/1.0.0/files?limit=2`,
    );
    expect(files.body.items).toMatchObject([
      { path: 'README.md', size: 8 },
      { path: 'dist/index.cjs.js' },
    ]);
    const rest = await acme.get(
      `/packages/${encoded}/versions/1.0.0/files?cursor=${files.body.nextCursor}`,
    );
    expect(rest.body.items).toMatchObject([{ path: 'package.json' }]);
    const readme = await acme.get(`/packages/${encoded}/versions/1.0.0/readme`);
    expect(readme.body).toEqual({ text: '# Hello\n' });
  });

  it('answers 304 to those who have it already', async () => {
    const key = await registry.createKey('read');
    const read = () =>
      request(registry.baseUrl)
        .get('/api/registry/v1/plugins/hello')
        .set('authorization', `Bearer ${key}`);
    const { etag } = (await read()).headers;
    const second = await read().set('if-none-match', String(etag));
    expect(second.status).toBe(304);
  });

  it('refuses what the contract does not allow', async () => {
    for (const route of ['/plugins?limit=0', '/plugins?cursor=x', '/search']) {
      const { status, body } = await acme.get(route);
      expect([route, status, body.code]).toEqual([route, 400, 'INPUT_INVALID']);
    }
    await expect(acme.get('/nowhere')).resolves.toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  it('asks those for a credential who bring none', async () => {
    const answer = await request(registry.baseUrl).get(
      '/api/registry/v1/plugins',
    );
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('UNAUTHENTICATED');
  });

  it('refuses what cannot be looked up or is too large', async () => {
    const key = await registry.createKey('admin');
    const nul = await acme.get('/plugins/%00');
    expect(nul.body).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
    const large = await request(registry.baseUrl)
      .post('/api/registry/v1/api-keys')
      .set('authorization', `Bearer ${key}`)
      .send({ name: 'x'.repeat(300_000), scopes: ['read'] });
    expect(large.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  it('serves baselines, and its contract as it is written', async () => {
    await expect(acme.get('/baselines')).resolves.toMatchObject({
      body: { items: [{ release: '1.55.0', current: true }] },
    });
    await expect(acme.get('/baselines/1.55.0')).resolves.toMatchObject({
      body: baseline,
    });
    for (const release of ['1.0.0', '..%2f..%2fetc']) {
      const { body } = await acme.get(`/baselines/${release}`);
      expect(body.code).toBe('BASELINE_NOT_FOUND');
    }
    await expect(acme.get('/openapi.json')).resolves.toMatchObject({
      body: { openapi: '3.1.0' },
    });
  });

  it('creates, lists and revokes API keys, showing each once', async () => {
    const created = await acme.post('/api-keys', {
      name: 'ci',
      scopes: ['publish'],
      expiresAt: '2099-01-01T00:00:00Z',
    });
    expect(created.status).toBe(201);
    const { id, key } = created.body as unknown as Record<string, string>;
    const ci = new RegistryClient(registry, key as string);
    expect((await ci.get('/plugins')).status).toBe(200);

    const listed = await acme.get('/api-keys');
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ id, name: 'ci', scopes: ['publish'] }),
    );
    const foreign = await globex.call(
      'DELETE',
      `/api/registry/v1/api-keys/${id}`,
    );
    expect(foreign.body.code).toBe('NOT_FOUND');
    await acme.call('DELETE', `/api/registry/v1/api-keys/${id}`);
    expect((await ci.get('/plugins')).body.code).toBe('API_KEY_REVOKED');

    const past = {
      name: 'x',
      scopes: ['read'],
      expiresAt: '2020-01-01T00:00:00Z',
    };
    expect((await acme.post('/api-keys', past)).body.code).toBe(
      'INPUT_INVALID',
    );
    const root = { name: 'x', scopes: ['root'] };
    expect((await acme.post('/api-keys', root)).body.code).toBe(
      'INPUT_INVALID',
    );
  });

  it('answers repeated requests with an idempotency key once, and shows a key to nobody twice', async () => {
    const adminKey = await registry.createKey('admin');
    const post = (title: string) =>
      request(registry.baseUrl)
        .post('/api/registry/v1/api-keys')
        .set('authorization', `Bearer ${adminKey}`)
        .set('Idempotency-Key', 'k')
        .send({ name: title, scopes: ['read'] });
    const { body: first } = await post('once');
    const again = await post('once');
    expect(again.status).toBe(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const { key, ...summary } = first;
    expect(key).toMatch(/^ssk_/);
    expect(again.body).toEqual(summary);
    const { body: list } = await acme.get('/api-keys');
    const items = list.items as unknown as Array<{ name: string }>;
    expect(items.filter(item => item.name === 'once')).toHaveLength(1);
    const other = await post('twice');
    expect(other.body).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('has an unbroken audit chain with a row for each change', async () => {
    const rows = await database
      .withSchema('registry')
      .table('audit_log')
      .where({ organization_id: 'acme' })
      .pluck('action');
    expect(rows).toContain('registry.version.published');
    const events = await database.withSchema('registry').table('outbox_events');
    const ofAcme = events.filter(event => event.organization_id === 'acme');
    expect(ofAcme).toHaveLength(rows.length);
  });

  it('slows down who tries keys, and nobody else at that address', async () => {
    const ask = (path: string, token: string) =>
      request(registry.baseUrl)
        .get(`/api/registry/${path}`)
        .set('authorization', `Bearer ${token}`);
    const valid = await registry.createKey('read');
    for (let i = 0; i < 20; i += 1) {
      expect((await ask('v1/plugins', 'ssk_wrong')).status).toBe(401);
    }
    const wrong = await ask('v1/plugins', 'ssk_wrong');
    expect(wrong.body).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(wrong.headers['retry-after'])).toBeLessThanOrEqual(60);
    const npm = await ask(`npm/${name}`, 'ssk_wrong');
    expect(npm.status).toBe(429);
    expect(npm.body.error).toContain('Too many wrong API keys');
    expect(npm.headers['retry-after']).toBeDefined();
    expect((await ask('v1/plugins', valid)).status).toBe(200);
  });
});
