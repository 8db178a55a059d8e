import {
  isSceneshiftError,
  type ArtifactManifest,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import type {
  PackageSummary,
  Plugin,
  VersionDetails,
  VersionSummary,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import { Memory } from './Memory';

/** What may change is asked again after this time. */
const FRESH_MS = 1_000;

/** The registry as one organization sees it, each question asked once. Unknown things are undefined. */
export class RegistryCache {
  private readonly plugins: Memory<Plugin | undefined>;
  private readonly packages: Memory<PackageSummary | undefined>;
  private readonly releases: Memory<string[]>;
  private readonly versions = new Memory<VersionDetails>({ entries: 20_000 });
  private readonly manifests = new Memory<ArtifactManifest>({
    entries: 2_000,
  });
  private readonly baselineFiles = new Memory<Baseline>({
    entries: 50,
    forMs: 60_000,
  });

  constructor(
    private readonly registry: RegistryService,
    private readonly organizationId: string,
  ) {
    const fresh = { entries: 5_000, forMs: FRESH_MS };
    this.plugins = new Memory(fresh);
    this.packages = new Memory(fresh);
    this.releases = new Memory(fresh);
  }

  findPlugin(pluginId: string): Promise<Plugin | undefined> {
    return this.plugins.get(pluginId, () =>
      this.registry
        .getPlugin(this.organizationId, pluginId)
        .catch(undefinedIf('PLUGIN_NOT_FOUND')),
    );
  }

  findPackage(name: string): Promise<PackageSummary | undefined> {
    return this.packages.get(name, () =>
      this.registry
        .getPackage(this.organizationId, name)
        .catch(undefinedIf('PACKAGE_NOT_FOUND', 'NAME_INVALID')),
    );
  }

  /** A version never changes, but what is found out about it does. */
  getVersion(name: string, summary: VersionSummary): Promise<VersionDetails> {
    const { version, deprecated, verdicts } = summary;
    const key = JSON.stringify([name, version, deprecated, verdicts]);
    return this.versions.get(key, () =>
      this.registry.getVersion(this.organizationId, name, version),
    );
  }

  getManifest(
    { name, version }: VersionDetails,
    digest: string,
  ): Promise<ArtifactManifest> {
    return this.manifests.get(`${name} ${version} ${digest}`, () =>
      this.registry.getArtifactManifest(
        this.organizationId,
        name,
        version,
        digest,
      ),
    );
  }

  /** Newest first. */
  async listBaselines(): Promise<Baseline[]> {
    const releases = await this.releases.get('', async () => {
      const { items } = await this.registry.listBaselines(this.organizationId);
      return items.map(({ release }) => release);
    });
    return Promise.all(
      releases.map(release =>
        this.baselineFiles.get(release, () =>
          this.registry.getBaseline(this.organizationId, release),
        ),
      ),
    );
  }
}

function undefinedIf(...codes: string[]) {
  return (error: unknown): undefined => {
    if (isSceneshiftError(error) && codes.includes(error.code)) {
      return undefined;
    }
    throw error;
  };
}
