import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { FileSystemArtifactStore } from '@sceneshift/backstage-platform-node';
import createKnex from 'knex';
import { backendPackage, makePackage } from '../__testUtils__/packages';
import { useRegistry } from '../__testUtils__/useRegistry';
import { BlobRegister } from '../database/BlobRegister';
import { SweepOrphans } from '../tasks/SweepOrphans';
import { onFailpoint, type Failpoint } from './failpoints';

jest.setTimeout(60_000);

const name = '@acme/plugin-hello-backend';

describe('a publish that ends half way', () => {
  const used = useRegistry();

  const table = (rows: string) =>
    used.database.withSchema('registry').table(rows);
  const blobs = async () => {
    const root = path.join(used.artifacts.path, 'blobs');
    const files = await fs.readdir(root, { recursive: true });
    return files.filter(file => path.basename(file).length === 64);
  };
  const sweep = async (now: Date) => {
    const store = await FileSystemArtifactStore.create({
      directory: used.artifacts.path,
    });
    // Copied member by member: knex hides the password from a copy.
    const {
      host,
      port,
      user,
      password,
      database: db,
    } = used.database.client.connectionSettings;
    const own = createKnex({
      client: 'pg',
      connection: { host, port, user, password, database: db },
      searchPath: ['registry'],
    });
    await new SweepOrphans({
      blobs: new BlobRegister(own),
      artifacts: store,
      logger: mockServices.logger.mock(),
      now: () => now,
    }).run();
    await own.destroy();
  };

  it.each<Failpoint>(['publish.after-blob', 'publish.before-commit'])(
    'at %s leaves no row, and bytes only until the sweep',
    async failpoint => {
      const version = failpoint === 'publish.after-blob' ? '1.0.0' : '1.0.1';
      const bytes = await makePackage(backendPackage({ version }));
      const off = onFailpoint(failpoint, async () => {
        throw new Error('killed');
      });
      const before = await blobs();
      const { status } = await used.acme.putVersion(name, version, bytes);
      off();
      expect(status).toBe(500);
      for (const rows of ['versions', 'version_files', 'verdicts']) {
        await expect(table(rows).where({ version })).resolves.toEqual([]);
      }
      await expect(table('audit_log')).resolves.toHaveLength(before.length);
      await expect(table('outbox_events')).resolves.toHaveLength(before.length);
      await expect(blobs()).resolves.toHaveLength(before.length + 1);

      await sweep(new Date());
      await expect(blobs()).resolves.toHaveLength(before.length + 1);
      await sweep(new Date(Date.now() + 2 * 60 * 60 * 1_000));
      await expect(blobs()).resolves.toEqual(before);

      const retry = await used.acme.putVersion(name, version, bytes);
      expect(retry.status).toBe(201);
      await sweep(new Date(Date.now() + 2 * 60 * 60 * 1_000));
      await expect(blobs()).resolves.toHaveLength(before.length + 1);
    },
  );

  it('by a client that hangs up keeps nothing', async () => {
    const request = http.request(
      `${used.registry.baseUrl}/api/registry/v1/packages/x/versions/1.0.0`,
      {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${await used.registry.createKey('admin')}`,
          'content-length': '1000',
        },
      },
    );
    request.write('only ten b');
    const closed = once(request, 'error');
    setTimeout(() => request.destroy(new Error('gone')), 300);
    await closed;
    await expect(table('packages').where({ name: 'x' })).resolves.toEqual([]);
  });
});
