import { AuditLog } from '@sceneshift/backstage-platform-node';
import { NAME, PACKAGE } from '../__testUtils__/HelloRegistry';
import { useHelloRegistry } from '../__testUtils__/useHelloRegistry';

jest.setTimeout(60_000);

describe('a yank', () => {
  const registry = useHelloRegistry();

  const yank = `${PACKAGE}/versions/1.2.0/yank`;

  it('makes a version not installable anew, and moves latest off it', async () => {
    const { status, body } = await registry.acme.put(yank, {
      reason: 'loses data',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: '1.2.0',
      installable: false,
      yanked: { reason: 'loses data', yankedBy: expect.any(String) },
    });
    const { body: item } = await registry.acme.get(PACKAGE);
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
    await registry.acme.put(yank, { reason: ' loses data\n' });
    const action = 'registry.version.yanked';
    await expect(
      registry.hello.rows('audit_log', { action }),
    ).resolves.toMatchObject([{ subject: `${NAME}@1.2.0` }]);
    await expect(
      registry.hello.rows('outbox_events', { type: action }),
    ).resolves.toMatchObject([
      { envelope: { data: { version: '1.2.0', tags: { latest: '1.1.0' } } } },
    ]);
    await expect(
      new AuditLog().verify(await registry.hello.ownTables(), 'acme'),
    ).resolves.toMatchObject({ ok: true });
  });

  it('keeps tags away', async () => {
    const { status, body } = await registry.acme.call(
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
    expect((await registry.acme.delete(yank)).status).toBe(204);
    expect((await registry.acme.delete(yank)).status).toBe(204);
    const { body } = await registry.acme.get(PACKAGE);
    expect(body.latestVersion).toBe('1.2.0');
    const action = 'registry.version.unyanked';
    await expect(
      registry.hello.rows('audit_log', { action }),
    ).resolves.toHaveLength(1);
  });

  it('is of a version that exists in one’s own organization', async () => {
    const { body } = await registry.hello.globex.put(yank, {
      reason: 'not mine',
    });
    expect(body.code).toBe('VERSION_NOT_FOUND');
    expect((await registry.acme.put(yank, {})).body.code).toBe('INPUT_INVALID');
  });
});
