import { utimes } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import * as tar from 'tar';
import { writeArtifact } from './writeArtifact';

const manifest = {
  formatVersion: 1 as const,
  name: '@test/plugin',
  version: '1.0.0',
  role: 'backend-plugin' as const,
  pluginId: 'test',
  source: { integrity: 'sha512-x' },
  baseline: '1.55.0',
  packer: { version: '0.1.0' },
  platform: 'any',
  imports: {},
  rangeWarnings: [],
  privateLibraries: {},
  packages: [],
};

describe('writeArtifact', () => {
  const directory = createMockDirectory();

  it('depends on paths and bytes alone, and begins with artifact.json', async () => {
    directory.setContent({
      'one/package.json': '{}',
      'one/dist/index.js': 'x',
      'one/@scope.js': 'y',
      'two/@scope.js': 'y',
      'two/dist/index.js': 'x',
      'two/package.json': '{}',
    });
    await utimes(directory.resolve('two/package.json'), 1, 1);
    const one = await writeArtifact(
      directory.resolve('one'),
      directory.resolve('one.tgz'),
      manifest,
    );
    const { name, ...rest } = manifest;
    const two = await writeArtifact(
      directory.resolve('two'),
      directory.resolve('two.tgz'),
      { ...rest, name },
    );
    expect(two.digest).toBe(one.digest);
    expect(one.digest).toMatch(/^sha256-[0-9a-f]{64}$/);

    const entries: Array<[string, string]> = [];
    await tar.list({
      file: one.file,
      onReadEntry: entry => entries.push([entry.path, entry.type]),
    });
    expect(entries).toEqual([
      ['artifact.json', 'File'],
      ['@scope.js', 'File'],
      ['dist/index.js', 'File'],
      ['package.json', 'File'],
    ]);
    expect(one.manifest.files.map(file => file.path)).toEqual([
      '@scope.js',
      'dist/index.js',
      'package.json',
    ]);
  });
});
