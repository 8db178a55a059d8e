import fs from 'node:fs/promises';
import path from 'node:path';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { NpmClient, npmrc } from '../__testUtils__/NpmClient';
import { backendPackage } from '../__testUtils__/packages';
import {
  startRegistry,
  type TestRegistry,
} from '../__testUtils__/startRegistry';

jest.setTimeout(120_000);

describe('npm, unmodified, against the registry', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const work = createMockDirectory();
  let registry: TestRegistry;
  let client: NpmClient;

  beforeAll(async () => {
    const database = await databases.init('POSTGRES_18');
    registry = await startRegistry({ database, artifacts: artifacts.path });
    const key = await registry.createKey('publish');
    client = new NpmClient({
      command: ['npm'],
      directory: work.path,
      settings: { '.npmrc': npmrc(registry.baseUrl, key) },
    });
  });

  afterAll(() => registry.stop());

  const plugin = (overrides: Record<string, unknown>) =>
    client.plugin(backendPackage({ dependencies: {}, ...overrides }));
  const npm = (cwd: string, ...args: string[]) => client.run(cwd, ...args);

  it('publishes, views, installs, tags, deprecates, searches, pings and says who it is', async () => {
    const one = await plugin({});
    expect(await npm(one, 'publish')).toMatchObject({ code: 0 });
    const two = await plugin({ version: '1.1.0' });
    expect(await npm(two, 'publish', '--tag', 'next')).toMatchObject({
      code: 0,
    });

    const name = '@acme/plugin-hello-backend';
    const tags = await npm(one, 'view', name, 'dist-tags', '--json');
    expect(JSON.parse(tags.out)).toEqual({ latest: '1.0.0', next: '1.1.0' });

    const app = await client.project('app', {
      'package.json': '{"private":true}',
    });
    expect(await npm(app, 'install', name)).toMatchObject({ code: 0 });
    const installed = path.join(app, 'node_modules', name, 'package.json');
    expect(JSON.parse(await fs.readFile(installed, 'utf8')).version).toBe(
      '1.0.0',
    );

    const tagged = await npm(one, 'dist-tag', 'add', `${name}@1.1.0`, 'latest');
    expect(tagged).toMatchObject({ code: 0 });
    expect(await npm(one, 'dist-tag', 'rm', name, 'next')).toMatchObject({
      code: 0,
    });
    const listed = await npm(one, 'dist-tag', 'ls', name);
    expect(listed.out.trim()).toBe('latest: 1.1.0');

    const deprecated = await npm(one, 'deprecate', `${name}@1.0.0`, 'too old');
    expect(deprecated).toMatchObject({ code: 0 });
    const message = await npm(one, 'view', `${name}@1.0.0`, 'deprecated');
    expect(message.out.trim()).toBe('too old');

    const found = await npm(one, 'search', 'hello', '--json');
    expect(JSON.parse(found.out)).toMatchObject([{ name, version: '1.1.0' }]);
    expect((await npm(one, 'ping')).code).toBe(0);
    expect((await npm(one, 'whoami')).out.trim()).toMatch(/^api-key:/);
  });

  it('takes unscoped names too', async () => {
    const folder = await plugin({ name: 'hello-lib', backstage: undefined });
    expect(await npm(folder, 'publish')).toMatchObject({ code: 0 });
    const version = await npm(folder, 'view', 'hello-lib', 'version');
    expect(version.out.trim()).toBe('1.0.0');
  });

  it('hears why a version cannot be published again, and that none is removed', async () => {
    const folder = await plugin({ name: '@acme/once' });
    await npm(folder, 'publish');
    const again = await npm(folder, 'publish');
    expect(again.code).not.toBe(0);
    expect(again.out).toMatch(/previously published|published before/);
    const removed = await npm(folder, 'unpublish', '@acme/once', '--force');
    expect(removed.code).not.toBe(0);
    expect(removed.out).toContain('never removed');
  });

  it('hears a hint for unknown names, and that a key is needed', async () => {
    const folder = await client.project('other', { 'package.json': '{}' });
    const unknown = await npm(folder, 'view', 'left-pad');
    expect(unknown.out).toMatch(
      /E404[^]*set this registry for your own scopes/,
    );
    await fs.writeFile(
      path.join(folder, '.npmrc'),
      `registry=${registry.baseUrl}/api/registry/npm/\n`,
    );
    expect((await npm(folder, 'view', '@acme/once')).out).toContain('E401');
  });
});
