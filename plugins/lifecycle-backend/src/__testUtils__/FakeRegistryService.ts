import { Readable } from 'node:stream';
import {
  SceneshiftError,
  type Baseline,
  type Digest,
} from '@sceneshift/backstage-platform-common';
import type {
  Page,
  Plugin,
  PluginSummary,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import {
  createFakeArtifact,
  RELEASE,
  type FakeArtifact,
  type FakeVersion,
} from './FakeArtifact';

export { RELEASE, type FakeVersion } from './FakeArtifact';

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
  private readonly stored = new Map<string, FakeArtifact>();
  /** Bytes that are sent in place of the published ones. */
  corruptDownloads = false;
  downloads = 0;

  async publish(version: FakeVersion): Promise<Digest> {
    const artifact = await createFakeArtifact(version);
    this.stored.set(`${version.name}@${version.version}`, artifact);
    return artifact.digest;
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

  private find(name: string, version: string): FakeArtifact {
    const stored = this.stored.get(`${name}@${version}`);
    if (stored) return stored;
    throw new SceneshiftError('VERSION_NOT_FOUND', `No ${name}@${version}`);
  }
}
