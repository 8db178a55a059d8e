import { resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import * as tar from 'tar';
import { loadBaseline } from '../baseline/loadBaseline';
import { writePackage } from '../testUtils/writePackage';
import { pack } from './pack';

const HELLO = resolve(
  __dirname,
  '../../../../examples/plugins/hello/v1/backend',
);

// Real npm, real build tools, the real record of the release.
jest.setTimeout(180_000);

describe('pack', () => {
  const directory = createMockDirectory();

  async function listEntries(file: string): Promise<string[]> {
    const entries: string[] = [];
    await tar.list({ file, onReadEntry: entry => entries.push(entry.path) });
    return entries;
  }

  it('packs a backend plugin from its source folder, the same twice', async () => {
    const baseline = await loadBaseline();
    const outDir = directory.resolve('out');
    const one = await pack(HELLO, { baseline, outDir });
    const two = await pack(HELLO, { baseline, outDir });

    expect(two.digest).toBe(one.digest);
    expect(two.source.integrity).toBe(one.source.integrity);
    expect(one.size).toBeLessThan(1024 * 1024);
    expect(one.verdict).toEqual({
      state: 'PASSED',
      linkErrors: [],
      warnings: [],
    });
    expect(one.manifest).toMatchObject({
      pluginId: 'hello',
      platform: 'any',
      baseline: '1.55.0',
      backend: { main: 'dist/index.cjs.js', migrations: 'compatible' },
    });
    expect(one.manifest.imports['@backstage/backend-plugin-api']).toContain(
      'createBackendPlugin',
    );
    const entries = await listEntries(one.file);
    expect(entries[0]).toBe('artifact.json');
    expect(entries).toContain('node_modules/express/package.json');
    expect(entries.filter(path => /@backstage\/|\.bin\//.test(path))).toEqual(
      [],
    );
  });

  it('packs a local dependency with the plugin and checks its imports too', async () => {
    await writePackage(
      directory.resolve('common'),
      {
        name: '@test/common',
        version: '1.2.0',
        main: 'src/index.ts',
        backstage: { role: 'common-library' },
        dependencies: { '@backstage/errors': '^1.0.0' },
        files: ['dist'],
      },
      {
        'src/index.ts': `import { InputError } from '@backstage/errors';
          export const refuse = (text: string) => new InputError(text);`,
      },
    );
    await writePackage(
      directory.resolve('backend'),
      {
        name: '@test/plugin-backend',
        main: 'src/index.ts',
        backstage: { role: 'backend-plugin', pluginId: 'test' },
        dependencies: {
          '@test/common': 'file:../common',
          '@backstage/backend-plugin-api': '^9.0.0',
        },
        files: ['dist'],
      },
      {
        'src/index.ts': `import { createBackendPlugin, notThere } from '@backstage/backend-plugin-api';
          import { refuse } from '@test/common';
          export default createBackendPlugin({ pluginId: 'test', register() { throw refuse(notThere); } });`,
      },
    );
    const result = await pack(directory.resolve('backend'), {
      baseline: await loadBaseline(),
      outDir: directory.resolve('out'),
    });
    expect(result.manifest.packages).toEqual([
      expect.objectContaining({ name: '@test/common', version: '1.2.0' }),
    ]);
    expect(result.manifest.imports['@backstage/errors']).toEqual([
      'InputError',
    ]);
    expect(result.verdict.state).toBe('FAILED');
    expect(result.verdict.linkErrors).toEqual([
      {
        module: '@backstage/backend-plugin-api',
        name: 'notThere',
        code: 'HOST_LACKS_EXPORT',
      },
    ]);
    expect(result.verdict.warnings).toEqual([
      expect.stringContaining('@backstage/backend-plugin-api ^9.0.0'),
    ]);
  });

  it.each([
    [{ name: '../../escape' }, 'PACKAGE_JSON_INVALID'],
    [{ version: 'soon' }, 'PACKAGE_JSON_INVALID'],
    [{ backstage: { role: 'web-library' } }, 'PACK_ROLE_UNSUPPORTED'],
    [{ backstage: { role: 'backend-plugin' } }, 'PACK_NO_PLUGIN_ID'],
    [
      {
        backstage: { role: 'backend-plugin', pluginId: 'x' },
        main: 'src/index.ts',
      },
      'PACK_NO_FEATURE',
    ],
    [
      {
        backstage: {
          role: 'backend-plugin',
          pluginId: 'x',
          features: { '.': '@backstage/BackendFeature' },
        },
        main: 'src/index.ts',
        dependencies: { evil: 'git+https://example.com/evil.git' },
      },
      'PACK_SPEC_FORBIDDEN',
    ],
  ])('refuses %j as %s', async (manifest, code) => {
    const folder = directory.resolve('refused');
    await writePackage(folder, manifest, {
      'src/index.ts': 'export const nothing = 1;',
    });
    await expect(
      pack(folder, {
        baseline: await loadBaseline(),
        outDir: directory.resolve('out'),
      }),
    ).rejects.toMatchObject({ code });
  });

  it('refuses a recipe for a backend plugin', async () => {
    await expect(
      pack(HELLO, {
        baseline: await loadBaseline(),
        outDir: directory.resolve('out'),
        recipe: 'hello.yaml',
      }),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(
        "The recipe 'hello.yaml' cannot be used",
      ),
    });
  });

  it('ends with PACK_TIMEOUT, and leaves nothing running', async () => {
    await expect(
      pack('@backstage-community/plugin-todo-backend@0.25.0', {
        baseline: await loadBaseline(),
        outDir: directory.resolve('out'),
        timeoutMs: 300,
      }),
    ).rejects.toMatchObject({ code: 'PACK_TIMEOUT' });
  });
});
