import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactFile } from '@sceneshift/backstage-platform-common';
import type { DesiredPackage } from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  buildArtifact,
  packEntries,
  type TarEntry,
  type TestArtifact,
} from '../testUtils/buildArtifact';
import { ArtifactStore } from './ArtifactStore';

const signal = new AbortController().signal;

function wanted(artifact: TestArtifact): DesiredPackage {
  const { name, version } = artifact.manifest;
  return {
    name,
    version,
    role: 'backend-plugin',
    digest: artifact.digest,
    downloadPath: `/${artifact.digest}`,
    size: artifact.tarball.length,
  };
}

/** The same manifest, but a tarball of other entries. */
function withEntries(base: TestArtifact, extra: TarEntry[]): TestArtifact {
  const entries = [
    { path: 'artifact.json', content: JSON.stringify(base.manifest) },
    ...extra,
  ];
  return withBytes(base, packEntries(entries));
}

function withBytes(base: TestArtifact, tarball: Buffer): TestArtifact {
  const hash = createHash('sha256').update(tarball).digest('hex');
  return { ...base, tarball, digest: `sha256-${hash}` };
}

describe('ArtifactStore', () => {
  const good = buildArtifact({
    name: '@test/a',
    version: '1.0.0',
    pluginId: 'a',
    files: { 'dist/index.cjs.js': 'exports.a = 1;' },
  });
  const goodEntries: TarEntry[] = [
    { path: 'dist/index.cjs.js', content: 'exports.a = 1;' },
    {
      path: 'package.json',
      content: JSON.stringify({
        name: '@test/a',
        version: '1.0.0',
        main: 'dist/index.cjs.js',
      }),
    },
  ];
  let directory: string;
  let downloads: number;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'artifacts-'));
    downloads = 0;
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function storeOf(...artifacts: TestArtifact[]): ArtifactStore {
    return new ArtifactStore({
      directory,
      known: {},
      onChanged: () => undefined,
      now: () => new Date(),
      log: { info: () => undefined, warn: () => undefined },
      download: async path => {
        downloads += 1;
        const found = artifacts.find(({ digest }) => `/${digest}` === path);
        if (!found) throw new Error('404');
        return (async function* bytes() {
          yield found.tarball;
        })();
      },
    });
  }

  it('fetches two artifacts at a time, and all of them', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map(name =>
      buildArtifact({
        name: `@test/${name}`,
        version: '1.0.0',
        pluginId: name,
        files: { 'dist/index.cjs.js': '' },
      }),
    );
    const store = storeOf(...all);
    const most = new Set<number>();
    const watch = setInterval(() => most.add(halfFetched()), 1);
    await Promise.all(all.map(one => store.ensure(wanted(one), signal)));
    clearInterval(watch);
    expect(Math.max(...most)).toBe(2);
    expect(downloads).toBe(5);
  });

  function halfFetched(): number {
    return readdirSync(directory).filter(name => name.endsWith('.tmp')).length;
  }

  it('fetches an artifact once and hands it out verified', async () => {
    const store = storeOf(good);
    const [first] = await Promise.all([
      store.verified(wanted(good), signal),
      store.verified(wanted(good), signal),
    ]);
    expect(first.manifest.name).toBe('@test/a');
    expect(readdirSync(first.directory).sort()).toEqual([
      'artifact.json',
      'dist',
      'package.json',
    ]);
    expect(downloads).toBe(1);
    expect(readdirSync(directory)).toEqual([good.digest]);
  });

  it.each<[string, (root: string) => void]>([
    [
      'changed',
      root => writeFileSync(join(root, 'package.json'), '{"name":"@test/a"}'),
    ],
    ['added', root => writeFileSync(join(root, 'evil.js'), '')],
    ['removed', root => unlinkSync(join(root, 'package.json'))],
    [
      'a link now',
      root => {
        unlinkSync(join(root, 'package.json'));
        symlinkSync('/etc/hostname', join(root, 'package.json'));
      },
    ],
    [
      'listed differently',
      root => writeFileSync(join(root, 'artifact.json'), '{"files":[]}'),
    ],
  ])('fetches again what is %s on disk', async (_what, damage) => {
    const store = storeOf(good);
    const { directory: root } = await store.verified(wanted(good), signal);
    damage(root);
    await store.verified(wanted(good), signal);
    expect(downloads).toBe(2);
  });

  it.each<[string, TestArtifact]>([
    [
      'leaves its directory',
      withEntries(good, [...goodEntries, { path: '../out', content: 'x' }]),
    ],
    [
      'holds a link',
      withEntries(good, [
        ...goodEntries,
        { path: 'l', type: 'SymbolicLink', linkpath: '/etc/passwd' },
      ]),
    ],
    [
      'holds a hard link',
      withEntries(good, [
        ...goodEntries,
        { path: 'l', type: 'Link', linkpath: 'package.json' },
      ]),
    ],
    [
      'holds more than its manifest lists',
      withEntries(good, [...goodEntries, { path: 'more', content: 'x' }]),
    ],
    ['lacks what its manifest lists', withEntries(good, goodEntries.slice(1))],
    [
      'holds a file twice',
      withEntries(good, [...goodEntries, ...goodEntries.slice(0, 1)]),
    ],
    [
      'has another manifest twice',
      withEntries(good, [
        ...goodEntries,
        { path: 'artifact.json', content: '{}' },
      ]),
    ],
    [
      'holds other bytes',
      withEntries(good, [
        { path: 'dist/index.cjs.js', content: 'exports.a = 2;' },
        ...goodEntries.slice(1),
      ]),
    ],
    [
      'holds more bytes',
      withEntries(good, [
        { path: 'dist/index.cjs.js', content: 'exports.a = 1;;' },
        ...goodEntries.slice(1),
      ]),
    ],
    ['has no end', withBytes(good, good.tarball.subarray(0, -30))],
    ['is none', withBytes(good, Buffer.from('no tarball'.repeat(100)))],
    [
      'unpacks to a thousand times its size',
      buildArtifact({
        name: '@test/a',
        version: '1.0.0',
        pluginId: 'a',
        files: { 'dist/index.cjs.js': ' '.repeat(64 * 1024 * 1024) },
      }),
    ],
    [
      'lists a file without a size',
      withEntries(
        {
          ...good,
          manifest: {
            ...good.manifest,
            files: [{ path: 'b', sha256: '' } as unknown as ArtifactFile],
          },
        },
        [{ path: 'b', content: 'x'.repeat(1024 * 1024) }],
      ),
    ],
    [
      'lists nothing as a file',
      withEntries(
        {
          ...good,
          manifest: {
            ...good.manifest,
            files: [null as unknown as ArtifactFile],
          },
        },
        goodEntries,
      ),
    ],
    [
      'lists an unsafe path',
      withEntries(
        {
          ...good,
          manifest: {
            ...good.manifest,
            files: [{ path: 'a/../../b', size: 0, sha256: '' }],
          },
        },
        goodEntries,
      ),
    ],
  ])('refuses a tarball that %s, and keeps nothing of it', async (_, bad) => {
    const store = storeOf(bad);
    await expect(store.ensure(wanted(bad), signal)).rejects.toMatchObject({
      code: 'VERIFY_FAILED',
    });
    expect(readdirSync(directory)).toEqual([]);
    expect(existsSync(join(directory, '..', 'out'))).toBe(false);
  });

  it('refuses bytes of another digest or size, another package, and what cannot be fetched', async () => {
    const store = storeOf(good);
    const other = { ...wanted(good), digest: `sha256-${'0'.repeat(64)}` };
    await expect(
      store.ensure({ ...wanted(good), size: 5 }, signal),
    ).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    await expect(
      store.ensure({ ...wanted(good), version: '2.0.0' }, signal),
    ).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    await expect(
      store.ensure({ ...wanted(good), digest: '../x' }, signal),
    ).rejects.toMatchObject({ code: 'VERIFY_FAILED' });
    await expect(
      store.ensure({ ...other, downloadPath: '/gone' }, signal),
    ).rejects.toMatchObject({ code: 'FETCH_FAILED' });
  });

  it('collects what is not kept, oldest use first, within the budget', async () => {
    const versions = ['1.0.0', '2.0.0', '3.0.0'].map(version =>
      buildArtifact({
        name: '@test/a',
        version,
        pluginId: 'a',
        files: { 'dist/index.cjs.js': 'x'.repeat(1000) },
      }),
    );
    const store = storeOf(...versions);
    for (const version of versions) {
      await store.verified(wanted(version), signal);
    }
    const [first, second, third] = versions.map(({ digest }) => digest);
    store.collect(new Set([first ?? '']), 2_500);
    expect(readdirSync(directory).sort()).toEqual([first, third].sort());
    store.collect(new Set([first ?? '']), 0);
    expect(readdirSync(directory)).toEqual([first]);
    expect(second).toBeDefined();
  });

  it('removes what an interrupted extraction left behind', () => {
    mkdirSync(join(directory, 'x.tmp', 'files'), { recursive: true });
    storeOf();
    expect(readdirSync(directory)).toEqual([]);
  });
});
