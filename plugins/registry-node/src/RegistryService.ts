import type { Readable } from 'node:stream';
import type { Baseline, Digest } from '@sceneshift/backstage-platform-common';
import type {
  BaselineSummary,
  FactsPage,
  PackageSummary,
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';

/**
 * The registry as other rooms see it. Every call is made for one organization.
 * Unknown things throw a `SceneshiftError` with the registry's code (`PLUGIN_NOT_FOUND`, `VERSION_NOT_FOUND` …).
 *
 * @public
 */
export interface RegistryService {
  listPlugins(
    organizationId: string,
    options?: { limit?: number; cursor?: string },
  ): Promise<Page<PluginSummary>>;
  getPlugin(organizationId: string, pluginId: string): Promise<Plugin>;
  getPackage(organizationId: string, name: string): Promise<PackageSummary>;
  getVersion(
    organizationId: string,
    name: string,
    version: string,
  ): Promise<VersionDetails>;
  /** The parsed `artifact.json` plus the gzipped tarball as a stream; the caller verifies the digest. */
  openArtifact(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<Readable>;
  getArtifactManifest(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<import('@sceneshift/backstage-platform-common').ArtifactManifest>;
  /** A page of everything that a choice of versions depends on; with a `position` as cursor, of what has changed since. */
  listFacts(
    organizationId: string,
    options?: { cursor?: string },
  ): Promise<FactsPage>;
  /** Every known release, newest first. */
  listBaselines(organizationId: string): Promise<Page<BaselineSummary>>;
  getBaseline(organizationId: string, release: string): Promise<Baseline>;
}
