import {
  SceneshiftError,
  type ArtifactManifest,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import type {
  FactsPage,
  PackageSummary,
  Plugin,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import { detailsOf, factsOf, manifestOf, type FakeVersion } from './versions';

interface Stored {
  details: VersionDetails;
  manifest?: ArtifactManifest;
}

/** A registry in memory: as strict as the real one about what it does not know. It counts what it is asked. */
export class FakeRegistry implements RegistryService {
  private readonly stored: Stored[] = [];
  private readonly baselines = new Map<string, Baseline>();
  /** What was told of each package last, and when. */
  private readonly told = new Map<string, { text: string; at: number }>();
  calls = 0;
  /** Nobody listens: every question fails. */
  isAway = false;

  publish(...versions: FakeVersion[]): this {
    for (const version of versions) {
      const manifest = version.unpacked ? undefined : manifestOf(version);
      this.stored.push({ details: detailsOf(version), manifest });
    }
    return this;
  }

  /** Real versions, as a real registry described them. */
  store(...versions: Stored[]): this {
    this.stored.push(...versions);
    return this;
  }

  release(...baselines: Baseline[]): this {
    baselines.forEach(item => this.baselines.set(item.release, item));
    return this;
  }

  version(name: string, version: string): VersionDetails {
    return this.find(name, version).details;
  }

  async listPlugins() {
    return { items: [] };
  }

  async getPlugin(_: string, pluginId: string): Promise<Plugin> {
    this.answer();
    const names = new Set(
      this.stored
        .filter(({ details }) => details.pluginId === pluginId)
        .map(({ details }) => details.name),
    );
    if (!names.size) {
      throw new SceneshiftError('PLUGIN_NOT_FOUND', `No plugin '${pluginId}'`);
    }
    return {
      pluginId,
      title: pluginId,
      latestVersion: '1.0.0',
      origin: 'published',
      keywords: [],
      roles: [],
      installable: true,
      updatedAt: '2026-11-21T00:00:00.000Z',
      packages: [...names].map(name => this.summary(name)),
    };
  }

  async getPackage(_: string, name: string): Promise<PackageSummary> {
    this.answer();
    return this.summary(name);
  }

  async getVersion(_: string, name: string, version: string) {
    this.answer();
    return this.find(name, version).details;
  }

  async getArtifactManifest(_: string, name: string, version: string) {
    this.answer();
    return this.find(name, version).manifest as ArtifactManifest;
  }

  async openArtifact(): Promise<never> {
    throw new SceneshiftError('ARTIFACT_NOT_FOUND', 'No bytes here');
  }

  /** Packages of which something has changed since the position. */
  async listFacts(
    _: string,
    { cursor = '0' }: { cursor?: string } = {},
  ): Promise<FactsPage> {
    this.answer();
    const at = this.calls;
    const names = [...new Set(this.stored.map(({ details }) => details.name))];
    const items = names.map(name => this.factsOfPackage(name));
    for (const item of items) {
      const text = JSON.stringify(item);
      const last = this.told.get(item.name);
      if (last?.text !== text) this.told.set(item.name, { text, at });
    }
    return {
      items: items.filter(
        ({ name }) => (this.told.get(name)?.at ?? 0) > Number(cursor),
      ),
      position: String(at),
      baselines: {
        id: [...this.baselines.keys()].join(),
        releases: this.releases(),
      },
    };
  }

  async listBaselines() {
    this.answer();
    const items = this.releases().map((release, index) => ({
      release,
      current: index === 0,
    }));
    return { items };
  }

  async getBaseline(_: string, release: string): Promise<Baseline> {
    this.answer();
    const baseline = this.baselines.get(release);
    if (baseline) return baseline;
    throw new SceneshiftError('BASELINE_NOT_FOUND', `No baseline ${release}`);
  }

  private answer(): void {
    this.calls += 1;
    if (this.isAway) {
      throw new SceneshiftError('UNAVAILABLE', 'The registry does not answer');
    }
  }

  private releases(): string[] {
    return [...this.baselines.keys()].sort().reverse();
  }

  private factsOfPackage(name: string): FactsPage['items'][number] {
    const own = this.stored.filter(({ details }) => details.name === name);
    const { role = 'backend-plugin', pluginId } = this.summary(name);
    const baselines = this.releases().map(
      release => this.baselines.get(release) as Baseline,
    );
    return {
      name,
      role,
      pluginId,
      versions: own.map(({ details, manifest }) =>
        factsOf(details, manifest, baselines),
      ),
    };
  }

  private summary(name: string): PackageSummary {
    const own = this.stored
      .map(({ details }) => details)
      .filter(details => details.name === name);
    const [first] = own;
    if (!first) {
      throw new SceneshiftError('PACKAGE_NOT_FOUND', `No package ${name}`);
    }
    return {
      name,
      role: first.role,
      pluginId: first.pluginId,
      origin: 'published',
      distTags: {},
      latestVersion: first.version,
      versions: own,
    };
  }

  private find(name: string, version: string): Stored {
    const found = this.stored.find(
      ({ details }) => details.name === name && details.version === version,
    );
    if (found) return found;
    throw new SceneshiftError('VERSION_NOT_FOUND', `No ${name}@${version}`);
  }
}
