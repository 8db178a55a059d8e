import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { buffer } from 'node:stream/consumers';

/** One entry of a tarball that a test makes. */
export type TestEntry = Partial<Header> & { name: string; content?: string };

export async function makeTarball(entries: TestEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = '', ...header } of entries) {
    tar.entry(header as Header, content);
  }
  tar.finalize();
  return gzipSync(await buffer(tar));
}

/** The package.json of a backend plugin. */
export function backendPackage(
  overrides: Record<string, unknown> = {},
): Record<string, unknown> & { name: string; version: string } {
  return {
    name: '@acme/plugin-hello-backend',
    version: '1.0.0',
    description: 'Says hello',
    keywords: ['greeting'],
    license: 'Apache-2.0',
    main: 'dist/index.cjs.js',
    backstage: {
      role: 'backend-plugin',
      pluginId: 'hello',
      pluginPackages: ['@acme/plugin-hello', '@acme/plugin-hello-backend'],
    },
    dependencies: { '@backstage/backend-plugin-api': '^1.0.0' },
    ...overrides,
  };
}

/** An npm tarball of a package.json, a README and some files. */
export async function makePackage(
  packageJson: Record<string, unknown>,
  files: TestEntry[] = [],
): Promise<Buffer> {
  return makeTarball([
    { name: 'package/package.json', content: JSON.stringify(packageJson) },
    { name: 'package/README.md', content: '# Hello\n' },
    { name: 'package/dist/index.cjs.js', content: 'exports.default = {};\n' },
    ...files,
  ]);
}
