import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  SceneshiftError,
  type ArtifactManifest,
  type Baseline,
  type Digest,
} from '@sceneshift/backstage-platform-common';
import { RoomClient, routeOf } from '@sceneshift/backstage-platform-node';
import type {
  BaselineSummary,
  FactsPage,
  PackageSummary,
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from './RegistryService';

/** Artifacts are larger than other answers. */
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** Asks the registry over HTTP, as the plugin that it was made for. */
export class HttpRegistryService implements RegistryService {
  private readonly room: RoomClient;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.room = new RoomClient({ ...deps, pluginId: 'registry' });
  }

  listPlugins(
    organizationId: string,
    options: { limit?: number; cursor?: string } = {},
  ): Promise<Page<PluginSummary>> {
    const query = new URLSearchParams();
    if (options.limit !== undefined) query.set('limit', String(options.limit));
    if (options.cursor !== undefined) query.set('cursor', options.cursor);
    return this.getJson(organizationId, `/plugins?${query}`);
  }

  getPlugin(organizationId: string, pluginId: string): Promise<Plugin> {
    return this.getJson(organizationId, routeOf`/plugins/${pluginId}`);
  }

  getPackage(organizationId: string, name: string): Promise<PackageSummary> {
    return this.getJson(organizationId, routeOf`/packages/${name}`);
  }

  getVersion(
    organizationId: string,
    name: string,
    version: string,
  ): Promise<VersionDetails> {
    return this.getJson(
      organizationId,
      routeOf`/packages/${name}/versions/${version}`,
    );
  }

  async openArtifact(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<Readable> {
    const { body } = await this.room.fetch({
      organizationId,
      route: routeOf`/packages/${name}/versions/${version}/artifacts/${digest}`,
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    });
    if (!body) {
      throw new SceneshiftError(
        'UNAVAILABLE',
        `The registry sent nothing for the artifact ${digest}`,
      );
    }
    return Readable.fromWeb(body as ReadableStream);
  }

  getArtifactManifest(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<ArtifactManifest> {
    return this.getJson(
      organizationId,
      routeOf`/packages/${name}/versions/${version}/artifacts/${digest}/manifest`,
    );
  }

  listFacts(
    organizationId: string,
    options: { cursor?: string } = {},
  ): Promise<FactsPage> {
    const query = new URLSearchParams();
    if (options.cursor !== undefined) query.set('cursor', options.cursor);
    return this.getJson(organizationId, `/facts?${query}`);
  }

  listBaselines(organizationId: string): Promise<Page<BaselineSummary>> {
    return this.getJson(organizationId, '/baselines');
  }

  getBaseline(organizationId: string, release: string): Promise<Baseline> {
    return this.getJson(organizationId, routeOf`/baselines/${release}`);
  }

  private getJson<T>(organizationId: string, route: string): Promise<T> {
    return this.room.json({ organizationId, route });
  }
}
