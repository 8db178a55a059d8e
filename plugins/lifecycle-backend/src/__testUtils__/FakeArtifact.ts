import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type {
  ArtifactManifest,
  Digest,
  PackageRole,
} from '@sceneshift/backstage-platform-common';
import type { VersionDetails } from '@sceneshift/backstage-plugin-registry-common';
import { create } from 'tar';

export const RELEASE = '1.55.0';

/** One version to publish to the fake. */
export interface FakeVersion {
  pluginId: string;
  name: string;
  version: string;
  role: PackageRole;
  extendsPluginId?: string;
  imports?: ArtifactManifest['imports'];
  configSchema?: Record<string, unknown>;
  migrations?: 'none' | 'compatible' | 'one-way';
  routes?: string[];
  shared?: Array<{ name: string; requiredVersion?: string }>;
  /** Default: of the plugin, or of the module, and the version. */
  federationName?: string;
  /** Files of the artifact. */
  files?: Record<string, string>;
  installable?: boolean;
}

/** A version with everything that the registry knows of it. */
export interface FakeArtifact {
  details: VersionDetails;
  manifest: ArtifactManifest;
  tarball: Buffer;
  digest: Digest;
}

/** Packs a version: the same one has the same digest in every process. */
export async function createFakeArtifact(
  version: FakeVersion,
): Promise<FakeArtifact> {
  const manifest = manifestOf(version);
  const tarball = await pack(manifest, filesOf(version));
  const digest: Digest = `sha256-${createHash('sha256')
    .update(tarball)
    .digest('hex')}`;
  const details = detailsOf(version, manifest, tarball, digest);
  return { manifest, tarball, digest, details };
}

function filesOf({
  role,
  files,
  version,
}: FakeVersion): Record<string, string> {
  if (files) return files;
  return role.startsWith('frontend')
    ? {
        'remoteEntry.js': `/* entry ${version} */`,
        'mf-manifest.json': JSON.stringify({ version }),
        'static/app.js': `/* app ${version} */`,
      }
    : { 'dist/index.cjs.js': `/* ${version} */` };
}

function manifestOf(version: FakeVersion): ArtifactManifest {
  const { name, role, pluginId, extendsPluginId, configSchema } = version;
  const isFrontend = role.startsWith('frontend');
  return {
    formatVersion: 1,
    name,
    version: version.version,
    role,
    pluginId,
    extendsPluginId,
    source: { integrity: 'sha512-x' },
    baseline: RELEASE,
    packer: { version: '0' },
    platform: 'any',
    imports: version.imports ?? {},
    rangeWarnings: [],
    privateLibraries: {},
    configSchema,
    packages: [],
    ...(isFrontend
      ? {
          frontend: {
            federationName:
              version.federationName ??
              `${role.endsWith('-module') ? name : pluginId}_${
                version.version
              }`.replace(/\W/g, '_'),
            entry: 'remoteEntry.js',
            manifest: 'mf-manifest.json',
            exposes: ['.'],
            routes: version.routes ?? [`/${pluginId}`],
            shared: version.shared ?? [],
          },
        }
      : {
          backend: {
            main: 'dist/index.cjs.js',
            migrations: version.migrations ?? 'none',
          },
        }),
    files: Object.entries(filesOf(version)).map(([path, text]) => ({
      path,
      size: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  };
}

async function pack(
  manifest: ArtifactManifest,
  files: Record<string, string>,
): Promise<Buffer> {
  const cwd = await mkdtemp(join(tmpdir(), 'fake-registry-'));
  const all = { ...files, 'artifact.json': JSON.stringify(manifest) };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  const file = `${cwd}.tgz`;
  const options = { cwd, file, gzip: true, portable: true, mtime: new Date(0) };
  await create(options, Object.keys(all));
  const bytes = await readFile(file);
  await rm(cwd, { recursive: true });
  await rm(file);
  return bytes;
}

function detailsOf(
  version: FakeVersion,
  manifest: ArtifactManifest,
  tarball: Buffer,
  digest: Digest,
): VersionDetails {
  const installable = version.installable ?? true;
  return {
    name: version.name,
    version: version.version,
    role: version.role,
    pluginId: version.pluginId,
    extendsPluginId: version.extendsPluginId,
    publishedAt: new Date().toISOString(),
    installable,
    verdicts: [
      { check: 'structure', state: 'PASSED' },
      {
        check: 'artifact',
        state: installable ? 'PASSED' : 'FAILED',
        ...(!installable && { message: 'Packing failed: no entry' }),
      },
    ],
    pluginPackages: [],
    origin: 'published',
    integrity: 'sha512-x',
    size: 1,
    unpackedSize: 1,
    fileCount: 1,
    dependencies: {},
    peerDependencies: {},
    configSchema: manifest.configSchema,
    artifacts: [
      {
        digest,
        baseline: RELEASE,
        platform: 'any',
        size: tarball.length,
        unpackedSize: 1,
        createdAt: new Date().toISOString(),
      },
    ],
    hasReadme: false,
    keywords: [],
    publishedBy: 'user:default/mock',
  };
}
