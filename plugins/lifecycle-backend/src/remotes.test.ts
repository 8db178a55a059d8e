import { createHash } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  environmentSignalChannel,
  REMOTES_SIGNAL_CHANNEL,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { AssetCollector } from './remotes/AssetCollector';
import { AssetSets } from './remotes/AssetSets';
import { AssetSetStore } from './database/AssetSetStore';
import { SecretCipher } from './config/SecretCipher';
import { createStores } from './database/Stores';
import { mockServices } from '@backstage/backend-test-utils';
import { TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const configSchema = {
  type: 'object',
  properties: {
    radar: {
      type: 'object',
      properties: {
        title: { type: 'string', visibility: 'frontend' },
        rings: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: { type: 'string', visibility: 'frontend' },
              note: { type: 'string' },
            },
          },
        },
        internal: { type: 'string' },
        token: { type: 'string', visibility: 'secret' },
      },
    },
  },
};

describe('remotes', () => {
  let lifecycle: TestLifecycle;
  let digest: string;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    digest = await publish('1.0.0');
  });

  afterEach(() => lifecycle.stop());

  function publish(version: string) {
    return lifecycle.registry.publish({
      pluginId: 'radar',
      name: '@demo/radar',
      version,
      role: 'frontend-plugin',
      configSchema,
    });
  }

  async function bring(...changes: Parameters<TestLifecycle['plan']>) {
    const { id } = await lifecycle.apply(await lifecycle.plan(...changes));
    return lifecycle.until(id, 'serving');
  }

  function asset(path: string, of = digest) {
    return lifecycle.api.get(`/api/lifecycle/v1/assets/${of}/${path}`);
  }

  it('are listed and served once a generation serves, with no supervisor at all', async () => {
    const before = (await lifecycle.api.get('/api/lifecycle/v1/remotes')).body;
    expect(before.remotes).toEqual([]);
    await bring({ action: 'install', pluginId: 'radar' });
    const list = await lifecycle.api.get('/api/lifecycle/v1/remotes');
    const entry = '/* entry 1.0.0 */';
    expect(list.headers['cache-control']).toBe('no-store');
    expect(list.body.remotes).toEqual([
      {
        pluginId: 'radar',
        packageName: '@demo/radar',
        version: '1.0.0',
        federationName: 'radar_1_0_0',
        manifestPath: `/api/lifecycle/v1/assets/${digest}/mf-manifest.json`,
        entryPath: `/api/lifecycle/v1/assets/${digest}/remoteEntry.js`,
        entryIntegrity: `sha384-${createHash('sha384')
          .update(entry)
          .digest('base64')}`,
        exposes: ['.'],
      },
    ]);
    expect(list.body.reservedPluginIds).toContain('catalog');
    expect(list.body.revision).not.toBe(before.revision);

    const file = await lifecycle.api.get(list.body.remotes[0].entryPath);
    expect(file.text).toBe(entry);
    expect(file.headers['content-type']).toMatch(/^application\/javascript/);
    expect(file.headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
    for (const path of ['index.html', 'artifact.json', '%2e%2e/x', 'static']) {
      expect((await asset(path)).status).toBe(404);
    }
    await lifecycle.eventually(() =>
      expect(lifecycle.signals.publish).toHaveBeenCalledWith({
        recipients: { type: 'broadcast' },
        channel: REMOTES_SIGNAL_CHANNEL,
        message: { environment: 'development', revision: list.body.revision },
      }),
    );
    // What else happened is told to the members of the environment's organization alone.
    expect(lifecycle.signals.publish).toHaveBeenCalledWith({
      recipients: {
        type: 'user',
        entityRef: ['user:default/mock', 'user:default/viewer'],
      },
      channel: environmentSignalChannel('development'),
      message: expect.objectContaining({ state: 'serving' }),
    });
    const same = await lifecycle.api
      .get('/api/lifecycle/v1/remotes')
      .set('If-None-Match', list.headers.etag!);
    expect(same.status).toBe(304);
  });

  it('carry the configuration that is public, and nothing else', async () => {
    await lifecycle.api
      .put('/api/lifecycle/v1/environments/development/secrets/t')
      .set('Authorization', 'Bearer ssk_test_admin')
      .send({ value: 'hunter2' });
    await bring({
      action: 'install',
      pluginId: 'radar',
      config: {
        radar: {
          title: 'Radar',
          rings: [{ name: 'hold', note: 'private' }],
          internal: 'private',
          token: { $secret: 't' },
        },
        app: { extensions: [{ 'page:radar': { config: { path: '/r' } } }] },
      },
    });
    const { body } = await lifecycle.api.get('/api/lifecycle/v1/remotes');
    expect(body.config).toEqual({
      data: { radar: { title: 'Radar', rings: [{ name: 'hold' }] } },
      extensions: [{ 'page:radar': { config: { path: '/r' } } }],
    });
    expect(JSON.stringify(body)).not.toMatch(/private|hunter2|\$secret/);
  });

  it('are fetched again when their files were changed or removed', async () => {
    await bring({ action: 'install', pluginId: 'radar' });
    const directory = join(lifecycle.directory, 'remotes');
    await writeFile(join(directory, digest, 'static/app.js'), 'evil()');
    expect((await asset('static/app.js')).text).toBe('/* app 1.0.0 */');
    await rm(directory, { recursive: true });
    expect((await asset('static/app.js')).text).toBe('/* app 1.0.0 */');
    lifecycle.registry.corruptDownloads = true;
    await writeFile(join(directory, digest, 'static/app.js'), 'evil()');
    const refused = await asset('static/app.js');
    expect(refused.body.code).toBe('VERIFY_FAILED');
  });

  it('do not come into service from an artifact that was tampered with', async () => {
    lifecycle.registry.corruptDownloads = true;
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'radar' }),
    );
    const failed = await lifecycle.until(id, 'failed');
    expect(failed.reason?.code).toBe('VERIFY_FAILED');
    expect(await readdir(join(lifecycle.directory, 'remotes'))).toEqual([]);
  });

  it('keep the assets of earlier generations for their time, within the budget', async () => {
    await bring({ action: 'install', pluginId: 'radar' });
    const second = await publish('2.0.0');
    await bring({ action: 'upgrade', pluginId: 'radar' });
    expect((await asset('static/app.js')).status).toBe(200);

    const collect = (limits: {
      retentionMs: number;
      diskBudgetBytes: number;
    }) => {
      const logger = mockServices.logger.mock();
      const store = new AssetSetStore();
      const { db, registry } = lifecycle;
      const directory = join(lifecycle.directory, 'remotes');
      const assets = new AssetSets({ db, store, registry, directory, logger });
      const stores = createStores(new SecretCipher('x'));
      return new AssetCollector({
        db,
        stores,
        store,
        assets,
        logger,
        ...limits,
      }).run();
    };
    const onDisk = async () =>
      (await readdir(join(lifecycle.directory, 'remotes'))).sort();

    await collect({ retentionMs: 60_000, diskBudgetBytes: 1e9 });
    expect(await onDisk()).toEqual([digest, second].sort());
    await collect({ retentionMs: 60_000, diskBudgetBytes: 1 });
    expect(await onDisk()).toEqual([second]);
    // Above the budget, but not above its age: an open page gets it back.
    expect((await asset('static/app.js')).status).toBe(200);
    await collect({ retentionMs: -1, diskBudgetBytes: 1e9 });
    expect(await onDisk()).toEqual([second]);
  });
});
