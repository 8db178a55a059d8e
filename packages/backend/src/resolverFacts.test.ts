import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
  TestDatabases,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type {
  ArtifactManifest,
  Baseline,
} from '@sceneshift/backstage-platform-common';
import registryPlugin from '@sceneshift/backstage-plugin-registry-backend';
import request from 'supertest';
import { pack } from 'tar-stream';
import resolverPlugin from '@sceneshift/backstage-plugin-resolver-backend';

jest.setTimeout(60_000);

const NAME = '@acme/plugin-hello-backend';
const LIBRARY = '@backstage/backend-plugin-api';
const MAIN = 'exports.default = {};\n';

/** Everything in one test database: a schema per plugin, dropped together with it. */
async function databaseConfig(databases: TestDatabases) {
  const knex = await databases.init('POSTGRES_18');
  // Knex hides the password from a copy of its settings.
  const { host, port, user, password, database } =
    knex.client.connectionSettings;
  return {
    client: 'pg',
    connection: { host, port, user, password, database },
    pluginDivisionMode: 'schema',
    ensureSchemaExists: true,
    ensureExists: false,
  };
}

async function tarball(files: Record<string, string>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) {
    tar.entry({ name }, content);
  }
  tar.finalize();
  return gzipSync(await buffer(tar));
}

/** A release whose one library exports these names. */
function releaseOf(release: string, names: string[]): Baseline {
  return {
    formatVersion: 1,
    release,
    node: '24',
    backend: { [LIBRARY]: { version: release, exports: { '.': names } } },
    frontend: {},
    shared: {},
    toolchain: {},
  };
}

describe('facts of the real registry', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const baselines = createMockDirectory({
    content: {
      '1.54.0.json': JSON.stringify(releaseOf('1.54.0', ['old'])),
      '1.55.0.json': JSON.stringify(releaseOf('1.55.0', ['old', 'new'])),
    },
  });
  let backend: TestBackend;

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        registryPlugin,
        resolverPlugin,
        databaseServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              baseUrl: 'http://localhost',
              database: await databaseConfig(databases),
            },
            sceneshift: {
              organizations: [
                {
                  id: 'acme',
                  members: [{ ref: 'user:default/mock', role: 'admin' }],
                },
              ],
              artifacts: { directory: artifacts.path },
              baselines: { directory: baselines.path },
              registry: { claimScopesOnFirstPublish: true },
            },
          },
        }),
      ],
    });
  });

  afterAll(() => backend.stop());

  async function publish(version: string, sceneshift?: object) {
    const packageJson = {
      name: NAME,
      version,
      license: 'Apache-2.0',
      main: 'dist/index.cjs.js',
      backstage: {
        role: 'backend-plugin',
        pluginId: 'hello',
        pluginPackages: [NAME],
      },
      sceneshift,
    };
    const bytes = await tarball({
      'package/package.json': JSON.stringify(packageJson),
      'package/dist/index.cjs.js': MAIN,
    });
    return put(
      `/packages/${encodeURIComponent(NAME)}/versions/${version}`,
      bytes,
    );
  }

  async function packVersion(
    version: string,
    integrity: string,
    names: string[],
  ) {
    const path = 'dist/index.cjs.js';
    const sha256 = createHash('sha256').update(MAIN).digest('hex');
    const manifest: ArtifactManifest = {
      formatVersion: 1,
      name: NAME,
      version,
      role: 'backend-plugin',
      pluginId: 'hello',
      packer: { version: '0.1.0' },
      platform: 'any',
      rangeWarnings: [],
      privateLibraries: {},
      packages: [],
      baseline: '1.55.0',
      source: { integrity },
      imports: { [LIBRARY]: names },
      backend: { main: path, migrations: 'none' },
      files: [{ path, size: MAIN.length, sha256 }],
    };
    const bytes = await tarball({
      'artifact.json': JSON.stringify(manifest),
      [path]: MAIN,
    });
    const digest = createHash('sha256').update(bytes).digest('hex');
    const base = `/packages/${encodeURIComponent(NAME)}/versions/${version}`;
    return put(`${base}/artifacts/sha256-${digest}`, bytes);
  }

  async function put(path: string, bytes: Buffer) {
    const answer = await request(backend.server)
      .put(`/api/registry/v1${path}`)
      .set('content-type', 'application/octet-stream')
      .send(bytes);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  it('resolves what was published and packed, for each release', async () => {
    const first = await publish('1.0.0');
    const second = await publish('2.0.0', { requires: { nowhere: '*' } });
    const third = await publish('1.1.0');
    await publish('1.2.0');
    await packVersion('1.0.0', first.integrity, ['old']);
    await packVersion('2.0.0', second.integrity, ['old']);
    await packVersion('1.1.0', third.integrity, ['new']);
    const ask = (backstageRelease: string) =>
      request(backend.server)
        .post('/api/resolver/v1/resolve')
        .send({ roots: { [NAME]: '*' }, backstageRelease });
    const old = await ask('1.54.0');
    expect(old.body).toMatchObject({
      ok: true,
      solution: { [NAME]: '1.0.0' },
      excluded: [{ name: NAME, version: '1.2.0' }],
    });
    const integrity = old.body.lock.packages[NAME].integrity;
    expect(integrity).toBe(first.integrity);
    expect((await ask('1.55.0')).body.solution).toEqual({ [NAME]: '1.1.0' });
  });
});
