import request from 'supertest';
import { backendPackage, makePackage } from '../__testUtils__/packages';
import { integrityOf } from '../__testUtils__/RegistryClient';
import { useRegistry } from '../__testUtils__/useRegistry';

jest.setTimeout(60_000);

const name = '@acme/plugin-hello-backend';

describe('the REST API', () => {
  const used = useRegistry();
  let bytes: Buffer;

  beforeAll(async () => {
    bytes = await makePackage(
      backendPackage({ sceneshift: { requires: { '@acme/other': '^1.0.0' } } }),
    );
    await used.acme.putVersion(name, '1.0.0', bytes);
  });

  it('answers the same bytes with 200, other bytes with VERSION_EXISTS', async () => {
    const same = await used.acme.putVersion(name, '1.0.0', bytes);
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
    await expect(
      used.acme.putVersion(name, '1.0.0', other),
    ).resolves.toMatchObject({
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
      racing.map(candidate => used.acme.putVersion(name, '1.0.1', candidate)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409]);
    const winner = racing[answers.findIndex(({ status }) => status === 201)];
    const { body } = await used.acme.get(
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
      const answer = await used.acme.putVersion(wanted, version, await make());
      expect(answer.headers.get('content-type')).toContain('problem+json');
      expect(answer.body).toMatchObject({ code, status: answer.status });
      await expect(
        used.database
          .withSchema('registry')
          .table('versions')
          .where({ version: '3.0.0' }),
      ).resolves.toEqual([]);
    },
  );

  it('checks the stated integrity', async () => {
    const tarball = await makePackage(backendPackage({ version: '3.1.0' }));
    const answer = await used.acme.call(
      'PUT',
      `/api/registry/v1/packages/${encodeURIComponent(name)}/versions/3.1.0`,
      tarball,
      { 'x-sceneshift-integrity': integrityOf(bytes) },
    );
    expect(answer.body.code).toBe('INTEGRITY_MISMATCH');
  });

  it('keeps scopes and organizations apart', async () => {
    const foreign = await used.globex.putVersion(name, '1.0.0', bytes);
    expect(foreign).toMatchObject({
      status: 403,
      body: { code: 'SCOPE_CLAIMED' },
    });
    const unseen = await used.globex.get(
      `/packages/${encodeURIComponent(name)}`,
    );
    expect(unseen.body.code).toBe('PACKAGE_NOT_FOUND');
    await expect(used.globex.get('/plugins')).resolves.toMatchObject({
      body: { items: [] },
    });
    const imported = await used.globex.putVersion(
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
      expect((await used.acme.putVersion(lib, version, tarball)).status).toBe(
        201,
      );
      const { body } = await used.acme.get(
        `/packages/${encodeURIComponent(lib)}`,
      );
      return body.latestVersion;
    };
    await expect(latestAfter('1.0.0')).resolves.toBe('1.0.0');
    await expect(latestAfter('1.1.0')).resolves.toBe('1.1.0');
    await expect(latestAfter('1.0.1')).resolves.toBe('1.1.0');
    await expect(latestAfter('2.0.0-beta.1')).resolves.toBe('1.1.0');
  });

  it('shows plugins, packages, files and README, and finds them', async () => {
    const encoded = encodeURIComponent(name);
    await expect(used.acme.get('/plugins')).resolves.toMatchObject({
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
    await expect(used.acme.get('/plugins/hello')).resolves.toMatchObject({
      body: { packages: [{ name, distTags: { latest: '1.0.1' } }] },
    });
    await expect(used.acme.get('/search?q=greet')).resolves.toMatchObject({
      body: { items: [{ pluginId: 'hello' }] },
    });
    await expect(used.acme.get('/search?q=nothing')).resolves.toMatchObject({
      body: { items: [] },
    });
    const files = await used.acme.get(
      `/packages/${encoded}/versions/1.0.0/files?limit=2`,
    );
    expect(files.body.items).toMatchObject([
      { path: 'README.md', size: 8 },
      { path: 'dist/index.cjs.js' },
    ]);
    const rest = await used.acme.get(
      `/packages/${encoded}/versions/1.0.0/files?cursor=${files.body.nextCursor}`,
    );
    expect(rest.body.items).toMatchObject([{ path: 'package.json' }]);
    const readme = await used.acme.get(
      `/packages/${encoded}/versions/1.0.0/readme`,
    );
    expect(readme.body).toEqual({ text: '# Hello\n' });
  });

  it('answers 304 to those who have it already', async () => {
    const key = await used.registry.createKey('read');
    const read = () =>
      request(used.registry.baseUrl)
        .get('/api/registry/v1/plugins/hello')
        .set('authorization', `Bearer ${key}`);
    const { etag } = (await read()).headers;
    const second = await read().set('if-none-match', String(etag));
    expect(second.status).toBe(304);
  });

  it('refuses what the contract does not allow', async () => {
    for (const route of ['/plugins?limit=0', '/plugins?cursor=x', '/search']) {
      const { status, body } = await used.acme.get(route);
      expect([route, status, body.code]).toEqual([route, 400, 'INPUT_INVALID']);
    }
    await expect(used.acme.get('/nowhere')).resolves.toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  it('refuses what cannot be looked up or is too large', async () => {
    const key = await used.registry.createKey('admin');
    const nul = await used.acme.get('/plugins/%00');
    expect(nul.body).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
    const large = await request(used.registry.baseUrl)
      .post('/api/registry/v1/api-keys')
      .set('authorization', `Bearer ${key}`)
      .send({ name: 'x'.repeat(300_000), scopes: ['read'] });
    expect(large.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  it('has an unbroken audit chain with a row for each change', async () => {
    const rows = await used.database
      .withSchema('registry')
      .table('audit_log')
      .where({ organization_id: 'acme' })
      .pluck('action');
    expect(rows).toContain('registry.version.published');
    const events = await used.database
      .withSchema('registry')
      .table('outbox_events');
    const ofAcme = events.filter(event => event.organization_id === 'acme');
    expect(ofAcme).toHaveLength(rows.length);
  });
});
