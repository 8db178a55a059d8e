import fs from 'node:fs/promises';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';

import { NpmClient, npmrc, yarnrc } from '../__testUtils__/NpmClient';
import { backendPackage } from '../__testUtils__/packages';
import { RegistryClient } from '../__testUtils__/RegistryClient';
import {
  startRegistry,
  type TestRegistry,
} from '../__testUtils__/startRegistry';

jest.setTimeout(120_000);

/** The yarn that this checkout itself is built with. */
const yarnRelease = resolvePackagePath(
  '@sceneshift/backstage-plugin-registry-backend',
  '../../.yarn/releases/yarn-4.13.0.cjs',
);

describe('other clients, unmodified, against the registry', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const work = createMockDirectory();
  let registry: TestRegistry;
  let key: string;

  beforeAll(async () => {
    const database = await databases.init('POSTGRES_18');
    registry = await startRegistry({ database, artifacts: artifacts.path });
    key = await registry.createKey('publish');
  });

  afterAll(() => registry.stop());

  const clients: Record<
    string,
    {
      create: () => NpmClient;
      publish: string[];
      view: (name: string) => string[];
      tag: (spec: string) => string[];
      whoami: string[];
    }
  > = {
    pnpm: {
      create: () =>
        new NpmClient({
          command: [
            process.execPath,
            path.join(path.dirname(require.resolve('pnpm')), 'bin/pnpm.cjs'),
          ],
          directory: path.join(work.path, 'pnpm'),
          settings: { '.npmrc': npmrc(registry.baseUrl, key) },
        }),
      publish: ['publish', '--no-git-checks'],
      view: name => ['view', name, 'version'],
      tag: spec => ['dist-tag', 'add', spec, 'stable'],
      whoami: ['whoami'],
    },
    yarn: {
      create: () =>
        new NpmClient({
          command: [process.execPath, yarnRelease],
          directory: path.join(work.path, 'yarn'),
          settings: {
            '.yarnrc.yml': yarnrc(registry.baseUrl, key),
            'yarn.lock': '',
          },
        }),
      publish: ['npm', 'publish'],
      view: name => ['npm', 'info', name, '--fields', 'version'],
      tag: spec => ['npm', 'tag', 'add', spec, 'stable'],
      whoami: ['npm', 'whoami'],
    },
  };

  it.each(Object.keys(clients))(
    '%s publishes, views, tags, installs, and cannot publish twice',
    async id => {
      const { create, publish, view, tag, whoami } = clients[
        id
      ] as (typeof clients)[string];
      const client = create();
      const name = `@acme/plugin-by-${id}`;
      const folder = await client.plugin(
        backendPackage({ name, dependencies: {} }),
      );
      if (id === 'yarn') await client.run(folder, 'install');
      expect(await client.run(folder, ...publish)).toMatchObject({ code: 0 });
      expect((await client.run(folder, ...view(name))).out).toContain('1.0.0');
      expect(await client.run(folder, ...tag(`${name}@1.0.0`))).toMatchObject({
        code: 0,
      });
      expect((await client.run(folder, ...whoami)).out).toMatch(/api-key:/);

      const again = await client.run(folder, ...publish);
      expect(again.code).not.toBe(0);

      const app = await client.project('app', {
        'package.json': '{"name":"app","private":true}',
      });
      const added = await client.run(app, 'add', `${name}@stable`);
      expect(added).toMatchObject({ code: 0 });
      const installed = path.join(app, 'node_modules', name, 'package.json');
      expect(JSON.parse(await fs.readFile(installed, 'utf8'))).toMatchObject({
        name,
        version: '1.0.0',
      });
    },
  );

  it.each(Object.keys(clients))(
    '%s passes a yanked version over for ranges, and keeps it for locks and exact versions',
    async id => {
      const { create } = clients[id] as (typeof clients)[string];
      const client = create();
      const name = `@acme/plugin-yanked-by-${id}`;
      for (const version of ['1.0.0', '1.1.0']) {
        const folder = await client.plugin(
          backendPackage({ name, version, dependencies: {} }),
        );
        if (id === 'yarn') await client.run(folder, 'install');
        const { publish } = clients[id] as (typeof clients)[string];
        expect(await client.run(folder, ...publish)).toMatchObject({ code: 0 });
      }
      const locked = await install(client, 'locked', name, '^1.0.0');
      const spec = `/packages/${encodeURIComponent(name)}/versions/1.1.0/yank`;
      const rest = new RegistryClient(registry, key);
      expect((await rest.put(spec, { reason: 'x' })).status).toBeLessThan(300);
      await fs.rm(path.join(locked, 'node_modules'), { recursive: true });
      expect(await client.run(locked, 'install')).toMatchObject({ code: 0 });
      expect(await versionIn(locked, name)).toBe('1.1.0');
      const ranged = await install(client, 'ranged', name, '^1.0.0');
      expect(await versionIn(ranged, name)).toBe('1.0.0');
      const tagged = await install(client, 'tagged', name, 'latest');
      expect(await versionIn(tagged, name)).toBe('1.0.0');
      const exact = await install(client, 'exact', name, '1.1.0');
      expect(await versionIn(exact, name)).toBe('1.1.0');
    },
  );

  async function install(
    client: NpmClient,
    folder: string,
    name: string,
    range: string,
  ): Promise<string> {
    const manifest = {
      name: folder,
      private: true,
      dependencies: { [name]: range },
    };
    const app = await client.project(folder, {
      'package.json': JSON.stringify(manifest),
    });
    expect(await client.run(app, 'install')).toMatchObject({ code: 0 });
    return app;
  }

  async function versionIn(app: string, name: string): Promise<string> {
    const file = path.join(app, 'node_modules', name, 'package.json');
    return JSON.parse(await fs.readFile(file, 'utf8')).version;
  }
});
