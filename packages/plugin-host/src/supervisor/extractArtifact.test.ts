import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildArtifact } from '../testUtils/buildArtifact';
import { extractArtifact } from './extractArtifact';

const MIB = 1024 * 1024;

describe('extractArtifact', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'extract-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('writes a large file piece by piece, and leaves others their turn', async () => {
    const large = randomBytes(MIB).toString('base64').repeat(24);
    const { tarball, digest } = buildArtifact({
      name: '@test/a',
      version: '1.0.0',
      pluginId: 'a',
      files: { 'dist/large.js': large, 'dist/index.cjs.js': '' },
    });
    const path = join(directory, 'artifact.tgz');
    writeFileSync(path, tarball);
    const sizes = new Set<number>();
    const watch = setInterval(() => {
      const target = join(directory, 'dist/large.js');
      sizes.add(statSync(target, { throwIfNoEntry: false })?.size ?? 0);
    }, 1);
    await extractArtifact(digest, path, directory);
    clearInterval(watch);
    expect(statSync(join(directory, 'dist/large.js')).size).toBe(large.length);
    const between = [...sizes].filter(size => size > 0 && size < large.length);
    expect(between.length).toBeGreaterThan(5);
  });
});
