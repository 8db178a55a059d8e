import fs from 'node:fs/promises';
import path from 'node:path';
import { backendManifest, makeArtifact } from '../__testUtils__/artifacts';
import { backendPackage, makePackage } from '../__testUtils__/packages';
import { integrityOf } from '../__testUtils__/RegistryClient';
import { useRegistry } from '../__testUtils__/useRegistry';

jest.setTimeout(60_000);

const name = '@acme/plugin-hello-backend';

describe('artifacts over the REST API', () => {
  const used = useRegistry();
  let bytes: Buffer;

  beforeAll(async () => {
    bytes = await makePackage(backendPackage());
    await used.acme.putVersion(name, '1.0.0', bytes);
  });

  it('makes a version installable, and serves the bytes', async () => {
    const artifact = await makeArtifact(backendManifest(integrityOf(bytes)));
    const added = await used.acme.putArtifact(name, '1.0.0', artifact);
    expect(added).toMatchObject({
      status: 201,
      body: { installable: true, artifacts: [{ digest: artifact.digest }] },
    });
    const again = await used.acme.putArtifact(name, '1.0.0', artifact);
    expect(again.status).toBe(200);

    const route = `/api/registry/v1/packages/${encodeURIComponent(
      name,
    )}/versions/1.0.0/artifacts/${artifact.digest}`;
    const key = await used.registry.createKey('read');
    const url = `${used.registry.baseUrl}${route}`;
    const headers = { authorization: `Bearer ${key}` };
    const whole = await fetch(url, { headers });
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(artifact.bytes);
    const part = await fetch(url, {
      headers: { ...headers, range: 'bytes=3-9' },
    });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(
      artifact.bytes.subarray(3, 10),
    );
    const manifest = await used.acme.call('GET', `${route}/manifest`);
    expect(manifest.body).toMatchObject({ pluginId: 'hello' });
  });

  it('never delivers bytes that were changed on disk', async () => {
    const integrity = integrityOf(bytes);
    const artifact = await makeArtifact(
      backendManifest(integrity, { platform: 'linux-x64' }),
    );
    await used.acme.putArtifact(name, '1.0.0', artifact);
    const hex = artifact.digest.slice('sha256-'.length);
    const file = path.join(used.artifacts.path, 'blobs', hex.slice(0, 2), hex);
    const changed = Buffer.from(artifact.bytes);
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    await fs.writeFile(file, changed);
    const download = await used.acme.get(
      `/packages/${encodeURIComponent(name)}/versions/1.0.0/artifacts/${
        artifact.digest
      }`,
    );
    expect(download.status).toBe(500);
    expect(download.body.code).toBe('ARTIFACT_CORRUPT');
  });

  it('fails the link check on a name that the release lacks', async () => {
    const tarball = await makePackage(backendPackage({ version: '1.2.0' }));
    await used.acme.putVersion(name, '1.2.0', tarball);
    const artifact = await makeArtifact(
      backendManifest(integrityOf(tarball), {
        version: '1.2.0',
        imports: { '@backstage/backend-plugin-api': ['soonToCome'] },
      }),
    );
    const { body } = await used.acme.putArtifact(name, '1.2.0', artifact);
    expect(body).toMatchObject({ installable: false });
    expect(body.verdicts).toContainEqual(
      expect.objectContaining({
        check: 'link',
        state: 'FAILED',
        code: 'LINK_FAILED',
        message: expect.stringContaining(
          'soonToCome from @backstage/backend-plugin-api',
        ),
      }),
    );
  });

  it.each<[string, () => ReturnType<typeof makeArtifact>]>([
    [
      'ARTIFACT_SOURCE_MISMATCH',
      () => makeArtifact(backendManifest(integrityOf(Buffer.from('x')))),
    ],
    [
      'ARTIFACT_DIGEST_MISMATCH',
      async () => ({
        ...(await makeArtifact(backendManifest(integrityOf(bytes)))),
        digest: `sha256-${'0'.repeat(64)}`,
      }),
    ],
    [
      'ARTIFACT_INVALID',
      () =>
        makeArtifact(backendManifest(integrityOf(bytes)), [
          { name: 'dist/index.cjs.js', content: 'other bytes' },
        ]),
    ],
    [
      'ARTIFACT_INVALID',
      () => makeArtifact(backendManifest(integrityOf(bytes)), []),
    ],
    [
      'ARTIFACT_EXISTS',
      () =>
        makeArtifact(
          backendManifest(integrityOf(bytes), { packer: { version: '9' } }),
        ),
    ],
    [
      'TARBALL_ENTRY_TYPE',
      () =>
        makeArtifact(backendManifest(integrityOf(bytes)), [
          { name: 'dist/index.cjs.js', type: 'symlink', linkname: '/etc' },
        ]),
    ],
  ])('refuses with %s', async (code, make) => {
    const answer = await used.acme.putArtifact(name, '1.0.0', await make());
    expect(answer.body.code).toBe(code);
  });

  it('refuses host libraries in a backend artifact', async () => {
    const stray = 'node_modules/@backstage/config/package.json';
    const manifest = backendManifest(integrityOf(bytes));
    const sha256 =
      '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
    manifest.files.push({ path: stray, size: 2, sha256 });
    const artifact = await makeArtifact(manifest, [
      { name: 'dist/index.cjs.js', content: 'exports.default = {};\n' },
      { name: stray, content: '{}' },
    ]);
    const { body } = await used.acme.putArtifact(name, '1.0.0', artifact);
    expect(body.code).toBe('ARTIFACT_HAS_HOST_LIBRARY');
  });
});
