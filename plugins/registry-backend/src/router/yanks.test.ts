import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AuditLog } from '@sceneshift/backstage-platform-node';
import {
  BASELINES,
  HelloRegistry,
  NAME,
  PACKAGE,
} from '../__testUtils__/HelloRegistry';
import type { RegistryClient } from '../__testUtils__/RegistryClient';

jest.setTimeout(60_000);

describe('a yank', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const baselines = createMockDirectory({ content: BASELINES });
  let hello: HelloRegistry;
  let acme: RegistryClient;

  beforeAll(async () => {
    hello = await HelloRegistry.start(databases, { artifacts, baselines });
    acme = hello.acme;
  });

  afterAll(() => hello.stop());

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
    await expect(hello.rows('audit_log', { action })).resolves.toMatchObject([
      { subject: `${NAME}@1.2.0` },
    ]);
    await expect(
      hello.rows('outbox_events', { type: action }),
    ).resolves.toMatchObject([
      { envelope: { data: { version: '1.2.0', tags: { latest: '1.1.0' } } } },
    ]);
    await expect(
      new AuditLog().verify(await hello.ownTables(), 'acme'),
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
    await expect(hello.rows('audit_log', { action })).resolves.toHaveLength(1);
  });

  it('is of a version that exists in one’s own organization', async () => {
    const { body } = await hello.globex.put(yank, { reason: 'not mine' });
    expect(body.code).toBe('VERSION_NOT_FOUND');
    expect((await acme.put(yank, {})).body.code).toBe('INPUT_INVALID');
  });
});
