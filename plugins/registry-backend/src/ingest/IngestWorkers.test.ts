import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  backendPackage,
  makePackage,
  makeTarball,
} from '../__testUtils__/packages';
import { IngestWorkers } from './IngestWorkers';
import type { IngestLimits } from './types';

jest.setTimeout(60_000);

const limits: IngestLimits = {
  tarballBytes: 10_000_000,
  unpackedBytes: 50_000_000,
  entryBytes: 20_000_000,
  entries: 100,
  ingestMillis: 20_000,
};
const packageJson = JSON.stringify(backendPackage());
const withPackageJson = (content: string) =>
  makeTarball([{ name: 'package/package.json', content }]);
const withFile = (entry: Parameters<typeof makeTarball>[0][number]) =>
  makePackage(backendPackage(), [entry]);

describe('IngestWorkers', () => {
  const directory = createMockDirectory();
  const workers = new IngestWorkers({ processes: 2 });

  const read = async (bytes: Buffer, overrides: Partial<IngestLimits> = {}) => {
    const file = path.join(
      directory.path,
      createHash('md5').update(bytes).digest('hex'),
    );
    await fs.writeFile(file, bytes);
    return workers.run<'package'>({
      kind: 'package',
      file,
      limits: { ...limits, ...overrides },
    });
  };

  it('reads files, package.json, README and schema of a sound package', async () => {
    const configSchema = { type: 'object', properties: {} };
    const bytes = await makePackage(backendPackage({ configSchema }));
    const sha512 = createHash('sha512').update(bytes).digest('base64');
    await expect(read(bytes)).resolves.toMatchObject({
      integrity: `sha512-${sha512}`,
      size: bytes.length,
      packageJson: { name: '@acme/plugin-hello-backend' },
      readme: '# Hello\n',
      configSchema,
      files: [
        { path: 'package.json', mode: 0o644 },
        { path: 'README.md', size: 8 },
        { path: 'dist/index.cjs.js' },
      ],
    });
  });

  it.each<[string, string, () => Promise<Buffer> | Buffer]>([
    ['noise', 'TARBALL_CORRUPT', () => randomBytes(500)],
    [
      'a gzip that is cut off',
      'TARBALL_CORRUPT',
      async () => (await makePackage(backendPackage())).subarray(0, -20),
    ],
    [
      'bytes after the end',
      'TARBALL_CORRUPT',
      async () =>
        Buffer.concat([await makePackage(backendPackage()), randomBytes(9)]),
    ],
    ['a bomb', 'TARBALL_BOMB', () => gzipSync(Buffer.alloc(40_000_000))],
    [
      'a path that climbs',
      'TARBALL_PATH_UNSAFE',
      () => withFile({ name: 'package/../../etc/passwd' }),
    ],
    [
      'an absolute path',
      'TARBALL_PATH_UNSAFE',
      () => withFile({ name: '/etc/passwd' }),
    ],
    [
      'a backslash',
      'TARBALL_PATH_UNSAFE',
      () => withFile({ name: 'package/..\\x' }),
    ],
    [
      'two names that are one on some disks',
      'TARBALL_PATH_UNSAFE',
      () => withFile({ name: 'package/readme.MD', content: 'other' }),
    ],
    [
      'a file outside of the folder',
      'TARBALL_PATH_UNSAFE',
      () => withFile({ name: 'stray.txt' }),
    ],
    [
      'a symbolic link',
      'TARBALL_ENTRY_TYPE',
      () =>
        withFile({
          name: 'package/link',
          type: 'symlink',
          linkname: '/etc/passwd',
        }),
    ],
    [
      'a hard link',
      'TARBALL_ENTRY_TYPE',
      () =>
        withFile({
          name: 'package/link',
          type: 'link',
          linkname: 'package/package.json',
        }),
    ],
    [
      'a device',
      'TARBALL_ENTRY_TYPE',
      () => withFile({ name: 'package/null', type: 'character-device' }),
    ],
    [
      'a size smuggled in an extended header',
      'TARBALL_ENTRY_TYPE',
      () => withFile({ name: 'package/x', pax: { size: '1' }, content: 'abc' }),
    ],
    [
      'files behind the end that only some parsers see',
      'TARBALL_AMBIGUOUS',
      async () => {
        const shown = gunzipSync(await makePackage(backendPackage()));
        const hidden = gunzipSync(
          await makeTarball([{ name: 'package/hidden.js', content: 'x' }]),
        );
        return gzipSync(Buffer.concat([shown, hidden]));
      },
    ],
    [
      'no package.json',
      'PACKAGE_JSON_INVALID',
      () => makeTarball([{ name: 'package/README.md', content: 'x' }]),
    ],
    [
      'a package.json that is none',
      'PACKAGE_JSON_INVALID',
      () => withPackageJson('{"name":'),
    ],
    [
      'a range of 300 characters',
      'PACKAGE_JSON_INVALID',
      () =>
        withPackageJson(
          JSON.stringify(
            backendPackage({ dependencies: { a: '1'.repeat(300) } }),
          ),
        ),
    ],
    [
      'a required plugin in what is no range',
      'PACKAGE_JSON_INVALID',
      () =>
        withPackageJson(
          JSON.stringify(
            backendPackage({ sceneshift: { requires: { a: 'workspace:^' } } }),
          ),
        ),
    ],
    [
      'a provided capability in what is no version',
      'PACKAGE_JSON_INVALID',
      () =>
        withPackageJson(
          JSON.stringify(
            backendPackage({ sceneshift: { provides: { a: '1' } } }),
          ),
        ),
    ],
    [
      'a plugin id that is a path',
      'PACKAGE_JSON_INVALID',
      () =>
        withPackageJson(
          JSON.stringify(
            backendPackage({
              backstage: { role: 'backend-plugin', pluginId: '../../x' },
            }),
          ),
        ),
    ],
    [
      '__proto__ in package.json',
      'PACKAGE_JSON_UNSAFE',
      () => withPackageJson(packageJson.replace('{', '{"__proto__":{},')),
    ],
    [
      'an escaped __proto__',
      'PACKAGE_JSON_UNSAFE',
      () => withPackageJson(packageJson.replace('{', '{"\\u005f_proto__":{},')),
    ],
    [
      'a key twice',
      'PACKAGE_JSON_UNSAFE',
      () => withPackageJson(packageJson.replace('{', '{"name":"@acme/other",')),
    ],
  ])('refuses %s with %s', async (_what, code, make) => {
    await expect(read(await make())).rejects.toMatchObject({ code });
  });

  it('keeps to its limits', async () => {
    const bytes = await makePackage(backendPackage());
    await expect(read(bytes, { entries: 2 })).rejects.toMatchObject({
      code: 'TARBALL_TOO_MANY_ENTRIES',
    });
    await expect(read(bytes, { entryBytes: 10 })).rejects.toMatchObject({
      code: 'TARBALL_TOO_LARGE',
    });
    await expect(read(bytes, { unpackedBytes: 100 })).rejects.toMatchObject({
      code: 'TARBALL_TOO_LARGE',
    });
    await expect(read(bytes, { ingestMillis: 1 })).rejects.toMatchObject({
      code: 'INGEST_TIMEOUT',
    });
  });
});
