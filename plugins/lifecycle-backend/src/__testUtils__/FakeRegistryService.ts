import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import {
  SceneshiftError,
  type ArtifactManifest,
  type Baseline,
  type Digest,
  type PackageRole,
} from '@sceneshift/backstage-platform-common';
import type {
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import { create } from 'tar';

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

interface Stored {
  details: VersionDetails;
  manifest: ArtifactManifest;
  tarball: Buffer;
  digest: Digest;
}

export const RELEASE = '1.55.0';

const BASELINE: Baseline = {
  formatVersion: 1,
  release: RELEASE,
  node: '24',
  backend: {
    '@backstage/backend-plugin-api': {
      version: '1.10.1',
      exports: { '.': ['createBackendPlugin', 'coreServices'] },
    },
  },
  frontend: {},
  shared: { react: '18.3.1', 'react-router-dom': '6.30.1' },
  toolchain: {},
};

/** A registry in memory: as strict as the real one about what it does not know. */
export class FakeRegistryService implements RegistryService {
  private readonly stored = new Map<string, Stored>();
  /** Bytes that are sent in place of the published ones. */
  corruptDownloads = false;
  downloads = 0;

  async publish(version: FakeVersion): Promise<Digest> {
    const manifest = manifestOf(version);
    const tarball = await pack(manifest, filesOf(version));
    const digest = `sha256-${createHash('sha256')
      .update(tarball)
      .digest('hex')}`;
    this.stored.set(`${version.name}@${version.version}`, {
      manifest,
      tarball,
      digest,
      details: detailsOf(version, manifest, tarball, digest),
    });
    return digest;
  }

  async listPlugins(): Promise<Page<PluginSummary>> {
    return { items: [] };
  }

  async getPlugin(_organizationId: string, pluginId: string): Promise<Plugin> {
    const versions = [...this.stored.values()].filter(
      ({ details }) => details.pluginId === pluginId,
    );
    if (!versions.length) {
      throw new SceneshiftError('PLUGIN_NOT_FOUND', `No plugin '${pluginId}'`);
    }
    const names = new Set(versions.map(({ details }) => details.name));
    const packages = [...names].map(name => {
      const own = versions
        .map(({ details }) => details)
        .filter(details => details.name === name);
      return {
        name,
        role: own[0]!.role,
        pluginId,
        origin: 'published' as const,
        distTags: {},
        latestVersion: own.at(-1)!.version,
        versions: own,
      };
    });
    return {
      pluginId,
      title: pluginId,
      latestVersion: versions.at(-1)!.details.version,
      origin: 'published',
      keywords: [],
      roles: [],
      installable: true,
      updatedAt: new Date().toISOString(),
      packages,
    };
  }

  async getPackage(organizationId: string, name: string) {
    const found = [...this.stored.values()].find(
      ({ details }) => details.name === name,
    );
    const plugin =
      found?.details.pluginId &&
      (await this.getPlugin(organizationId, found.details.pluginId));
    const item = plugin && plugin.packages.find(own => own.name === name);
    if (item) return item;
    throw new SceneshiftError('PACKAGE_NOT_FOUND', `No package ${name}`);
  }

  async listFacts() {
    return { items: [], position: '', baselines: { id: '', releases: [] } };
  }

  async listBaselines() {
    return { items: [{ release: '1.55.0', current: true }] };
  }

  async getVersion(_organizationId: string, name: string, version: string) {
    return this.find(name, version).details;
  }

  async getArtifactManifest(
    _organizationId: string,
    name: string,
    version: string,
  ) {
    return this.find(name, version).manifest;
  }

  async openArtifact(_organizationId: string, name: string, version: string) {
    this.downloads += 1;
    const { tarball } = this.find(name, version);
    const bytes = this.corruptDownloads
      ? Buffer.concat([tarball, Buffer.from('x')])
      : tarball;
    return Readable.from([bytes]);
  }

  async getBaseline(_organizationId: string, release: string) {
    if (release === RELEASE) return BASELINE;
    throw new SceneshiftError('BASELINE_NOT_FOUND', `No baseline ${release}`);
  }

  private find(name: string, version: string): Stored {
    const stored = this.stored.get(`${name}@${version}`);
    if (stored) return stored;
    throw new SceneshiftError('VERSION_NOT_FOUND', `No ${name}@${version}`);
  }
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
