import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AuditLog } from '@sceneshift/backstage-platform-node';
import type { FactsPage } from '@sceneshift/backstage-plugin-registry-common';
import type { Knex } from 'knex';
import request from 'supertest';
import {
  backendManifest,
  baseline,
  makeArtifact,
} from '../__testUtils__/artifacts';
import { backendPackage, makePackage } from '../__testUtils__/packages';
import { integrityOf, RegistryClient } from '../__testUtils__/RegistryClient';
import {
  startRegistry,
  type TestRegistry,
} from '../__testUtils__/startRegistry';

jest.setTimeout(60_000);

const NAME = '@acme/plugin-hello-backend';
const PACKAGE = `/packages/${encodeURIComponent(NAME)}`;

describe('yanks, advisories and facts', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const baselines = createMockDirectory({
    content: {
      '1.55.0.json': JSON.stringify(baseline),
      '1.54.0.json': JSON.stringify({
        ...baseline,
        release: '1.54.0',
        backend: {},
      }),
    },
  });
  let database: Knex;
  let registry: TestRegistry;
  let acme: RegistryClient;
  let globex: RegistryClient;

  const publish = async (overrides: Record<string, unknown>) => {
    const packageJson = backendPackage(overrides);
    const bytes = await makePackage(packageJson);
    const { name, version } = packageJson;
    await acme.putVersion(name, version, bytes);
    return { name, version, integrity: integrityOf(bytes) };
  };
  const pack = async ({
    name,
    version,
    integrity,
  }: Awaited<ReturnType<typeof publish>>) => {
    const manifest = backendManifest(integrity, { name, version });
    await acme.putArtifact(name, version, await makeArtifact(manifest));
  };
  const rows = (table: string, where: object) =>
    database.withSchema('registry').table(table).where(where);

  beforeAll(async () => {
    database = await databases.init('POSTGRES_18');
    registry = await startRegistry({
      database,
      artifacts: artifacts.path,
      baselines: baselines.path,
    });
    acme = new RegistryClient(registry, await registry.createKey('publish'));
    const key = await registry.createKey('publish', 'globex');
    globex = new RegistryClient(registry, key);
    await pack(await publish({ version: '1.0.0' }));
    await pack(await publish({ version: '1.1.0' }));
    await pack(await publish({ version: '1.2.0' }));
  });

  afterAll(() => registry.stop());

  describe('a yank', () => {
    const yank = `${PACKAGE}/versions/1.2.0/yank`;

    it('makes a version not installable anew, and moves latest off it', async () => {
      const { status, body } = await acme.put(yank, { reason: 'loses data' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        version: '1.2.0',
        installable: false,
        yanked: { reason: 'loses data', yankedBy: expect.any(String) },
      });
      const { body: item } = await acme.get(PACKAGE);
      expect(item).toMatchObject({
        latestVersion: '1.1.0',
        distTags: { latest: '1.1.0' },
        versions: [
          { version: '1.2.0', yanked: { reason: 'loses data' } },
          { version: '1.1.0', installable: true },
          { version: '1.0.0' },
        ],
      });
    });

    it('is audited and told of once, however often it is sent', async () => {
      await acme.put(yank, { reason: 'loses data' });
      const action = 'registry.version.yanked';
      await expect(rows('audit_log', { action })).resolves.toMatchObject([
        { subject: `${NAME}@1.2.0` },
      ]);
      await expect(
        rows('outbox_events', { type: action }),
      ).resolves.toMatchObject([
        { envelope: { data: { version: '1.2.0', tags: { latest: '1.1.0' } } } },
      ]);
      await expect(
        new AuditLog().verify(await schema(database), 'acme'),
      ).resolves.toMatchObject({ ok: true });
    });

    it('keeps tags away', async () => {
      const { status, body } = await acme.call(
        'PUT',
        `/api/registry/npm/-/package/${encodeURIComponent(
          NAME,
        )}/dist-tags/stable`,
        Buffer.from('"1.2.0"'),
        { 'content-type': 'application/json' },
      );
      expect([status, body.code]).toEqual([422, 'VERSION_YANKED']);
    });

    it('can be undone, and then latest comes back', async () => {
      expect((await acme.delete(yank)).status).toBe(204);
      expect((await acme.delete(yank)).status).toBe(204);
      const { body } = await acme.get(PACKAGE);
      expect(body.latestVersion).toBe('1.2.0');
      const action = 'registry.version.unyanked';
      await expect(rows('audit_log', { action })).resolves.toHaveLength(1);
    });

    it('is of a version that exists in one’s own organization', async () => {
      const { body } = await globex.put(yank, { reason: 'not mine' });
      expect(body.code).toBe('VERSION_NOT_FOUND');
      expect((await acme.put(yank, {})).body.code).toBe('INPUT_INVALID');
    });
  });

  describe('an advisory', () => {
    const advisory = {
      id: 'ACME-2026-1',
      packageName: NAME,
      range: '<1.1.0 || 1.2.0-beta',
      severity: 'high',
      title: 'Anyone may read everything',
    };

    it('shows at every version in its range', async () => {
      const { status, body } = await acme.post('/advisories', advisory);
      expect(status).toBe(201);
      expect(body).toMatchObject({ ...advisory, affected: ['1.0.0'] });
      const { body: version } = await acme.get(`${PACKAGE}/versions/1.0.0`);
      expect(version.advisories).toEqual([
        { id: 'ACME-2026-1', severity: 'high', title: advisory.title },
      ]);
      const { body: other } = await acme.get(`${PACKAGE}/versions/1.1.0`);
      expect(other.advisories).toBeUndefined();
    });

    it('changes when it is recorded again with other words, and not with the same', async () => {
      const again = await acme.post('/advisories', advisory);
      const wider = { ...advisory, range: '<1.2.0' };
      const revised = await acme.post('/advisories', wider);
      expect([again.status, revised.status]).toEqual([200, 200]);
      expect(revised.body.affected).toEqual(['1.0.0', '1.1.0']);
      const actions = await rows('audit_log', { subject: advisory.id });
      expect(actions.map(({ action }) => action)).toEqual([
        'registry.advisory.recorded',
        'registry.advisory.revised',
      ]);
    });

    it('stays on record when it is withdrawn, and counts no more', async () => {
      const path = `/advisories/${advisory.id}`;
      expect((await acme.delete(path)).status).toBe(204);
      const { body } = await acme.get(path);
      expect(body.withdrawnAt).toEqual(expect.any(String));
      const { body: version } = await acme.get(`${PACKAGE}/versions/1.0.0`);
      expect(version.advisories).toBeUndefined();
      // A feed that sends it again does not overrule who withdrew it.
      const fed = await acme.post('/advisories', advisory);
      expect(fed.body.withdrawnAt).toEqual(expect.any(String));
      const back = { ...advisory, withdrawn: false };
      const { body: reinstated } = await acme.post('/advisories', back);
      expect(reinstated.withdrawnAt).toBeUndefined();
    });

    it('is listed, by package too', async () => {
      const other = await publish({ name: '@acme/lib', backstage: undefined });
      await acme.post('/advisories', {
        ...advisory,
        id: 'ACME-2026-2',
        packageName: other.name,
      });
      const all = await acme.get('/advisories?limit=1');
      expect(all.body.items).toMatchObject([{ id: 'ACME-2026-1' }]);
      const next = await acme.get(
        `/advisories?limit=1&cursor=${all.body.nextCursor}`,
      );
      expect(next.body.items).toMatchObject([{ id: 'ACME-2026-2' }]);
      const of = await acme.get('/advisories?package=@acme/lib');
      expect(of.body.items).toHaveLength(1);
      expect((await globex.get('/advisories')).body.items).toEqual([]);
    });

    it.each([
      ['INPUT_INVALID', { range: 'latest' }],
      ['INPUT_INVALID', { severity: 'awful' }],
      ['INPUT_INVALID', { url: 'javascript:alert(1)' }],
      ['PACKAGE_NOT_FOUND', { packageName: '@acme/unknown' }],
      ['ADVISORY_EXISTS', { packageName: '@acme/lib' }],
    ])('is refused with %s for %j', async (code, wrong) => {
      const { body } = await acme.post('/advisories', {
        ...advisory,
        ...wrong,
      });
      expect(body.code).toBe(code);
    });
  });

  describe('the facts', () => {
    const read = async (cursor?: string, limit?: number) => {
      const query = new URLSearchParams();
      if (cursor) query.set('cursor', cursor);
      if (limit) query.set('limit', String(limit));
      const { body } = await acme.get(`/facts?${query}`);
      return body as unknown as FactsPage;
    };
    const nameOf = ({ items }: FactsPage) => items.map(({ name }) => name);
    const page = '@acme/plugin-page';

    it('hold everything that a choice depends on, and no library', async () => {
      await publish({
        name: page,
        backstage: {
          role: 'frontend-plugin',
          pluginId: 'page',
          pluginPackages: [page],
        },
        dependencies: { lodash: '^4.0.0', '@backstage/ui': '^0.18.0' },
        peerDependencies: { react: '^18.0.0', '@backstage/core': '^1.0.0' },
        peerDependenciesMeta: { react: { optional: true } },
        optionalDependencies: { fsevents: '^2.0.0' },
        sceneshift: {
          requires: { [NAME]: '^1.0.0', mail: '^2.0.0' },
          conflicts: { '@acme/old': '*' },
          provides: { pages: '1.0.0' },
        },
      });
      await acme.put(`${PACKAGE}/versions/1.0.0/yank`, { reason: 'broken' });
      const { items, nextCursor, baselines: known } = await read();
      expect(nextCursor).toBeUndefined();
      expect(known.releases).toEqual(['1.55.0', '1.54.0']);
      expect(items).toMatchObject([
        {
          name: page,
          role: 'frontend-plugin',
          pluginId: 'page',
          versions: [
            {
              version: '1.0.0',
              integrity: expect.stringMatching(/^sha512-/),
              pluginPackages: [page],
              backstageRanges: {
                '@backstage/core': '^1.0.0',
                '@backstage/ui': '^0.18.0',
              },
              peerDependencies: { react: '^18.0.0' },
              peerDependenciesMeta: { react: { optional: true } },
              optionalDependencies: { fsevents: '^2.0.0' },
              requires: { [NAME]: '^1.0.0', mail: '^2.0.0' },
              conflicts: { '@acme/old': '*' },
              provides: { pages: '1.0.0' },
              unpassed: [
                {
                  check: 'artifact',
                  reason: "the check 'artifact' is PENDING",
                },
              ],
              artifacts: [],
            },
          ],
        },
        {
          name: NAME,
          versions: [
            {
              version: '1.0.0',
              yanked: 'broken',
              advisories: [{ id: 'ACME-2026-1', severity: 'high' }],
              artifacts: [
                {
                  platform: 'any',
                  links: [
                    { release: '1.55.0' },
                    {
                      release: '1.54.0',
                      fault: expect.stringContaining('do not have'),
                    },
                  ],
                },
              ],
            },
            { version: '1.1.0' },
            { version: '1.2.0' },
          ],
        },
      ]);
    });

    it('are the same for versions of before there was a short form', async () => {
      const before = await read();
      await rows('versions', {}).update({ relations: null });
      await rows('artifacts', {}).update({ load_needs: null });
      expect((await read()).items).toEqual(before.items);
    });

    it('come in pages, and afterwards what has changed', async () => {
      const first = await read(undefined, 1);
      expect(first.nextCursor).toBe(first.position);
      const second = await read(first.nextCursor, 1);
      expect([nameOf(first), nameOf(second)]).toEqual([[page], [NAME]]);
      expect(second.nextCursor).toBeUndefined();
      expect(nameOf(await read(second.position))).toEqual([]);
    });

    const changes: Array<[string, () => Promise<unknown>]> = [
      ['a publish', () => publish({ version: '1.3.0' })],
      ['an artifact', async () => pack(await publish({ version: '1.4.0' }))],
      [
        'a yank',
        () => acme.put(`${PACKAGE}/versions/1.3.0/yank`, { reason: 'x' }),
      ],
      ['an undone yank', () => acme.delete(`${PACKAGE}/versions/1.3.0/yank`)],
      [
        'an advisory',
        () =>
          acme.post('/advisories', {
            id: 'ACME-2026-3',
            packageName: NAME,
            range: '1.3.0',
            severity: 'low',
            title: 'Slow',
          }),
      ],
      ['a withdrawal', () => acme.delete('/advisories/ACME-2026-3')],
      [
        'a deprecation',
        () =>
          acme.call('PUT', `/api/registry/npm/${encodeURIComponent(NAME)}`, {
            name: NAME,
            versions: { '1.3.0': { deprecated: 'use 1.4.0' } },
          }),
      ],
    ];
    it.each(changes)('change with %s', async (_what, change) => {
      const { position } = await read();
      await change();
      const changed = await read(position);
      expect(nameOf(changed)).toEqual([NAME]);
      expect(nameOf(await read(changed.position))).toEqual([]);
    });

    it('change with a failed packing', async () => {
      const name = '@acme/plugin-new-backend';
      await publish({ name });
      const [job] = await rows('pack_jobs', { name });
      const { position } = await read();
      await acme.post(`/pack-jobs/${job.id}/failed`, {
        code: 'PACK_BUILD_FAILED',
        message: 'no entry',
      });
      const { items } = await read(position);
      expect(items).toMatchObject([
        { name, versions: [{ unpassed: [{ reason: 'no entry' }] }] },
      ]);
    });

    it('miss nothing of what many change at once', async () => {
      const seen = new Set<string>();
      let { position } = await read();
      const names = Array.from({ length: 12 }, (_, n) => `@acme/plugin-n${n}`);
      const done = Promise.all(names.map(name => publish({ name })));
      const look = async () => {
        const found = await read(position);
        position = found.position;
        nameOf(found).forEach(name => seen.add(name));
      };
      let isDone = false;
      void done.finally(() => {
        isDone = true;
      });
      while (!isDone) await look();
      await look();
      expect([...seen].sort()).toEqual([...names].sort());
    });

    it('are told anew with other baselines', async () => {
      const { position, items } = await read();
      baselines.addContent({
        '1.56.0.json': JSON.stringify({ ...baseline, release: '1.56.0' }),
      });
      const after = await read(position);
      expect(after.items).toHaveLength(items.length);
      expect(after.baselines.releases[0]).toBe('1.56.0');
    });

    it('answer 304 to who has them', async () => {
      // fetch would ask caches not to answer.
      const key = await registry.createKey('read');
      const get = (etag: string) =>
        request(registry.baseUrl)
          .get('/api/registry/v1/facts')
          .auth(key, { type: 'bearer' })
          .set('if-none-match', etag);
      const { headers } = await get('none');
      expect((await get(headers.etag as string)).status).toBe(304);
      await acme.put(`${PACKAGE}/versions/1.1.0/yank`, { reason: 'x' });
      expect((await get(headers.etag as string)).status).toBe(200);
    });
  });
});

/** The registry's own tables, for who looks at them without a schema. */
async function schema(database: Knex): Promise<Knex> {
  await database.raw('set search_path to registry');
  return database;
}
