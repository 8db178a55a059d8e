import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { backendPackage } from '../__testUtils__/packages';
import {
  startRegistry,
  type TestRegistry,
} from '../__testUtils__/startRegistry';

jest.setTimeout(120_000);

const run = promisify(execFile);

describe('npm, unmodified, against the registry', () => {
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

  /** A project folder whose .npmrc points npm at the registry. */
  const project = async (
    name: string,
    files: Record<string, string>,
  ): Promise<string> => {
    const folder = path.join(work.path, name);
    const url = `${registry.baseUrl}/api/registry/npm/`;
    const all = {
      '.npmrc': `registry=${url}\n${url.replace(
        'http:',
        '',
      )}:_authToken=${key}\n`,
      ...files,
    };
    for (const [file, content] of Object.entries(all)) {
      await fs.mkdir(path.dirname(path.join(folder, file)), {
        recursive: true,
      });
      await fs.writeFile(path.join(folder, file), content);
    }
    return folder;
  };
  const plugin = (overrides: Record<string, unknown>) => {
    const packageJson = backendPackage({ dependencies: {}, ...overrides });
    const folder = `${packageJson.name}-${packageJson.version}`;
    return project(folder.replace('/', '-'), {
      'package.json': JSON.stringify(packageJson),
      'README.md': '# Hello\n',
      'dist/index.cjs.js': 'exports.default = {};\n',
    });
  };
  const npm = async (cwd: string, ...args: string[]) => {
    const env = {
      PATH: process.env.PATH,
      HOME: work.path,
      npm_config_cache: path.join(work.path, 'cache'),
      npm_config_fetch_retries: '0',
      npm_config_update_notifier: 'false',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
    };
    return run('npm', args, { cwd, env, timeout: 30_000 }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
      error => ({ code: Number(error.code), out: error.stdout + error.stderr }),
    );
  };

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

    const app = await project('app', { 'package.json': '{"private":true}' });
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
    const folder = await project('other', { 'package.json': '{}' });
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
