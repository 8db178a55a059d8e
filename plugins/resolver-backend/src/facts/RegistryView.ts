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

const ONE_LOOK = { entries: Infinity };

/** What never changes, kept from one look at the registry to the next. */
export class RegistryMemory {
  readonly versions = new Memory<VersionDetails>({ entries: 20_000 });
  readonly manifests = new Memory<ArtifactManifest>({ entries: 2_000 });
  readonly baselines = new Memory<Baseline>({ entries: 50, forMs: 60_000 });
}

/**
 * One look at the registry, as one organization sees it: each question is asked once. A version that was published a moment ago
 * is seen by the next look. Unknown things are undefined.
 */
export class RegistryView {
  private readonly plugins = new Memory<Plugin | undefined>(ONE_LOOK);
  private readonly packages = new Memory<PackageSummary | undefined>(ONE_LOOK);

  constructor(
    private readonly registry: RegistryService,
    private readonly organizationId: string,
    private readonly memory: RegistryMemory,
  ) {}

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
    return this.memory.versions.get(key, () =>
      this.registry.getVersion(this.organizationId, name, version),
    );
  }

  getManifest(
    { name, version }: VersionDetails,
    digest: string,
  ): Promise<ArtifactManifest> {
    return this.memory.manifests.get(`${name} ${version} ${digest}`, () =>
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
    const { items } = await this.registry.listBaselines(this.organizationId);
    return Promise.all(
      items.map(({ release }) =>
        this.memory.baselines.get(release, () =>
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
