import { existsSync } from 'node:fs';
import { createMockDirectory } from '@backstage/backend-test-utils';
import * as tar from 'tar';
import { writeTarball } from '../artifact/writeTarball';
import { loadBaseline } from '../baseline/loadBaseline';
import { pack } from '../pack/pack';
import { writePackage } from '../testUtils/writePackage';

// Real npm and the real bundler.
jest.setTimeout(180_000);

describe('packing a frontend plugin', () => {
  const directory = createMockDirectory();

  const frontend = {
    name: '@test/plugin-radar',
    version: '2.0.0',
    main: './src/index.tsx',
    exports: { '.': './src/index.tsx' },
    files: ['dist'],
    backstage: { role: 'frontend-plugin', pluginId: 'radar' },
    dependencies: { '@backstage/frontend-plugin-api': '^0.18.0' },
    peerDependencies: { react: '^18.0.0', 'react-router-dom': '^6.30.0' },
  };

  async function packFolder(recipe?: string) {
    return await pack(directory.resolve('plugin'), {
      baseline: await loadBaseline(),
      outDir: directory.resolve('out'),
      recipe,
    });
  }

  it('builds a remote of its own name that loads several features as one', async () => {
    await writePackage(
      directory.resolve('plugin'),
      {
        ...frontend,
        exports: { '.': './src/index.tsx', './alpha': './src/alpha.tsx' },
      },
      {
        'src/index.tsx': `import { createFrontendPlugin, PageBlueprint } from '@backstage/frontend-plugin-api';
          import { Link } from 'react-router-dom';
          const page = PageBlueprint.make({ params: { path: '/radar', loader: async () => <Link to="/">radar</Link> } });
          export default createFrontendPlugin({ pluginId: 'radar', extensions: [page] });`,
        'src/alpha.tsx': `import { createFrontendModule } from '@backstage/frontend-plugin-api';
          export default createFrontendModule({ pluginId: 'app', extensions: [] });`,
      },
    );
    const { file, manifest, verdict } = await packFolder();

    expect(verdict).toEqual({ state: 'PASSED', linkErrors: [], warnings: [] });
    expect(manifest.frontend).toMatchObject({
      federationName: expect.stringMatching(
        /^test_plugin_radar_v2_0_0_[0-9a-f]{8}$/,
      ),
      entry: 'remoteEntry.js',
      manifest: 'mf-manifest.json',
      exposes: ['.'],
      routes: ['/radar'],
    });
    expect(manifest.privateLibraries).toEqual({});
    const ranges = manifest.frontend?.shared.map(item => [
      item.name,
      item.requiredVersion,
    ]);
    expect(Object.fromEntries(ranges ?? [])).toMatchObject({
      react: '^18.0.0',
      'react-router-dom': '^6.30.0',
    });
    const paths: string[] = [];
    await tar.list({ file, onReadEntry: entry => paths.push(entry.path) });
    expect(paths).toEqual(
      expect.arrayContaining(['remoteEntry.js', 'mf-manifest.json']),
    );
    expect(
      paths.filter(path => /\.map$|stats|config-schema/.test(path)),
    ).toEqual([]);
  });

  it('asks for a recipe where there is no feature, and packs with one', async () => {
    await writePackage(directory.resolve('plugin'), frontend, {
      'src/index.tsx': `export const RadarPage = () => <b>radar</b>;`,
    });
    await expect(packFolder()).rejects.toMatchObject({
      code: 'PACK_NO_FEATURE',
      message: expect.stringContaining('--recipe'),
    });

    directory.addContent({
      'radar.yaml': `
package: '@test/plugin-radar'
versions: ^2.0.0
routes: [/radar]
wrapper: |
  import { createFrontendPlugin, PageBlueprint } from '@backstage/frontend-plugin-api';
  import { RadarPage } from '@test/plugin-radar';
  export default createFrontendPlugin({
    pluginId: 'radar',
    extensions: [PageBlueprint.make({ params: { path: '/radar', loader: async () => <RadarPage /> } })],
  });
`,
    });
    const { manifest } = await packFolder(directory.resolve('radar.yaml'));
    expect(manifest.packer.recipe).toMatch(/^radar\.yaml#[0-9a-f]{8}$/);
    expect(manifest.frontend?.routes).toEqual(['/radar']);
  });

  it('names the import that does not link', async () => {
    await writePackage(directory.resolve('plugin'), frontend, {
      'src/index.tsx': `import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
        import { lost } from '@backstage/errors';
        export default createFrontendPlugin({ pluginId: lost });`,
    });
    await expect(packFolder()).rejects.toMatchObject({
      code: 'LINK_FAILED',
      message: expect.stringContaining(`'lost' from '@backstage/errors'`),
    });
  });

  it.each([
    ['React', { peerDependencies: { react: '^19.0.0' } }, 'react ^19.0.0'],
    [
      'router',
      { peerDependencies: { 'react-router-dom': '^7.0.0' } },
      'react-router-dom ^7.0.0',
    ],
    [
      'router of its own',
      { dependencies: { 'react-router': '^7.0.0' } },
      'react-router ^7.0.0',
    ],
  ])('refuses a plugin for another %s', async (_, needs, words) => {
    await writePackage(
      directory.resolve('plugin'),
      { ...frontend, ...needs },
      { 'src/index.tsx': `export default 1;` },
    );
    await expect(packFolder()).rejects.toMatchObject({
      code: 'LINK_FAILED',
      message: expect.stringContaining(`needs ${words}`),
    });
  });

  it('does not execute the plugin, also where it names a loader of its own', async () => {
    const marker = directory.resolve('executed');
    const loader = `require('fs').writeFileSync(${JSON.stringify(marker)}, '');
      module.exports = text => text;`;
    await writePackage(
      directory.resolve('published'),
      {
        ...frontend,
        main: 'dist/index.esm.js',
        exports: { '.': './dist/index.esm.js' },
        backstage: {
          ...frontend.backstage,
          features: { '.': '@backstage/FrontendPlugin' },
        },
      },
      {
        'dist/index.esm.js': `import x from './loader.js!./data.js'; export default x;`,
        'dist/data.js': `export default 1;`,
        'dist/loader.js': loader,
      },
    );
    const tarball = directory.resolve('published.tgz');
    await writeTarball(directory.resolve('published'), tarball, {
      prefix: 'package',
    });
    await expect(
      pack(tarball, {
        baseline: await loadBaseline(),
        outDir: directory.resolve('out'),
      }),
    ).rejects.toMatchObject({ code: 'PACK_SPEC_FORBIDDEN' });
    expect(existsSync(marker)).toBe(false);
  });
});
