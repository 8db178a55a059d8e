import {
  SceneshiftError,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import type {
  ArtifactSummary,
  PackageSummary,
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
  VersionFile,
} from '@sceneshift/backstage-plugin-registry-common';
import type { AdvisoryStore } from '../database/AdvisoryStore';
import type { ArtifactRecordStore } from '../database/ArtifactRecordStore';
import type { DistTagStore } from '../database/DistTagStore';
import type { PackageStore } from '../database/PackageStore';
import type { VerdictStore } from '../database/VerdictStore';
import type { VersionStore } from '../database/VersionStore';
import type { ArtifactRow, FullVersionRow, VersionKey } from '../database/rows';
import { readRelations, stringMap, strings, text } from './backstageFields';
import {
  decodeCursor,
  limitOf,
  toPage,
  encodeCursor,
  type PageRequest,
} from './cursors';
import { readPeersMeta } from './declaredRelations';
import { describeArtifact, ownFields } from './versionFields';
import { artifactNotFound, packageNotFound } from './notFound';
import { PackageRowsReader } from './PackageRowsReader';
import {
  describePackage,
  describePlugin,
  describeVersion,
  summarizePlugin,
} from './describePackages';

/** What the registry tells, always of one organization. */
export class RegistryReader {
  private readonly rows: PackageRowsReader;

  constructor(
    private readonly stores: {
      packages: PackageStore;
      versions: VersionStore;
      tags: DistTagStore;
      verdicts: VerdictStore;
      records: ArtifactRecordStore;
      advisories: AdvisoryStore;
    },
  ) {
    this.rows = new PackageRowsReader(stores);
  }

  async listPlugins(
    organizationId: string,
    request: PageRequest,
  ): Promise<Page<PluginSummary>> {
    const limit = limitOf(request);
    const after = decodeCursor(request.cursor, 'string');
    const ids = await this.stores.packages.pluginIds(organizationId, {
      after,
      limit: limit + 1,
    });
    const page = toPage(ids, limit, id => id);
    return { ...page, items: await this.summaries(organizationId, page.items) };
  }

  async searchPlugins(
    organizationId: string,
    query: string,
    request: PageRequest,
  ): Promise<Page<PluginSummary>> {
    const limit = limitOf(request);
    const offset = decodeCursor(request.cursor, 'number') ?? 0;
    const ids = await this.stores.packages.searchPluginIds(
      organizationId,
      query,
      { offset, limit: limit + 1 },
    );
    const items = await this.summaries(organizationId, ids.slice(0, limit));
    const more = ids.length > limit;
    return {
      items,
      nextCursor: more ? encodeCursor(offset + limit) : undefined,
    };
  }

  async getPlugin(organizationId: string, pluginId: string): Promise<Plugin> {
    const rows = await this.rows.load(
      organizationId,
      await this.stores.packages.ofPlugins(organizationId, [pluginId]),
    );
    if (rows.packages.length === 0) {
      throw new SceneshiftError(
        'PLUGIN_NOT_FOUND',
        `There is no plugin '${pluginId}': publish or import one of its packages`,
      );
    }
    return describePlugin(pluginId, rows);
  }

  async getPackage(
    organizationId: string,
    name: string,
  ): Promise<PackageSummary> {
    const row = await this.stores.packages.find(organizationId, name);
    if (!row) throw packageNotFound(name);
    return describePackage(row, await this.rows.load(organizationId, [row]));
  }

  async getVersion(key: VersionKey): Promise<VersionDetails> {
    const row = await this.findVersion(key);
    const [verdicts, artifacts, artifactSchema, advisories] = await Promise.all(
      [
        this.stores.verdicts.ofVersion(key),
        this.stores.records.ofVersion(key),
        this.stores.records.configSchema(key),
        this.stores.advisories.ofPackages(key.organizationId, [key.name]),
      ],
    );
    const { packageJson, ...own } = ownFields(row);
    return {
      ...describeVersion(row, verdicts, advisories),
      ...own,
      dependencies: stringMap(packageJson.dependencies),
      peerDependencies: stringMap(packageJson.peerDependencies),
      peerDependenciesMeta: readPeersMeta(packageJson.peerDependenciesMeta),
      optionalDependencies: stringMap(packageJson.optionalDependencies),
      relations: readRelations(packageJson),
      configSchema: artifactSchema ?? row.config_schema ?? undefined,
      artifacts: artifacts.map(describeArtifact),
      license: text(packageJson.license),
      keywords: strings(packageJson.keywords),
      reproduceCommand:
        verdicts.find(verdict => verdict.reproduce_command)
          ?.reproduce_command ?? undefined,
    };
  }

  /** @throws SceneshiftError `PACKAGE_NOT_FOUND`, `VERSION_NOT_FOUND` */
  async findVersion(key: VersionKey): Promise<FullVersionRow> {
    const row = await this.stores.versions.find(key);
    if (row) return row;
    const { organizationId, name, version } = key;
    if (!(await this.stores.packages.find(organizationId, name))) {
      throw packageNotFound(name);
    }
    throw new SceneshiftError(
      'VERSION_NOT_FOUND',
      `There is no version ${version} of ${name}`,
    );
  }

  async getReadme(key: VersionKey): Promise<string> {
    await this.findVersion(key);
    const readme = await this.stores.versions.readme(key);
    if (readme !== undefined) return readme;
    throw new SceneshiftError(
      'README_NOT_FOUND',
      `${key.name}@${key.version} has no README`,
    );
  }

  async listFiles(
    key: VersionKey,
    request: PageRequest,
  ): Promise<Page<VersionFile>> {
    await this.findVersion(key);
    const limit = limitOf(request);
    const files = await this.stores.versions.files(key, {
      after: decodeCursor(request.cursor, 'string'),
      limit: limit + 1,
    });
    return toPage(files, limit, file => file.path);
  }

  async listArtifacts(key: VersionKey): Promise<ArtifactSummary[]> {
    await this.findVersion(key);
    const artifacts = await this.stores.records.ofVersion(key);
    return artifacts.map(describeArtifact);
  }

  /** @throws SceneshiftError `ARTIFACT_NOT_FOUND` */
  async findArtifact(key: VersionKey, digest: string): Promise<ArtifactRow> {
    await this.findVersion(key);
    const artifact = await this.stores.records.find(key, digest);
    if (artifact) return artifact;
    throw artifactNotFound(key, digest);
  }

  async getManifest(
    key: VersionKey,
    digest: string,
  ): Promise<ArtifactManifest> {
    await this.findVersion(key);
    const row = await this.stores.records.manifest(key, digest);
    if (row) return row.manifest;
    throw artifactNotFound(key, digest);
  }

  private async summaries(
    organizationId: string,
    pluginIds: string[],
  ): Promise<PluginSummary[]> {
    const packages = await this.stores.packages.ofPlugins(
      organizationId,
      pluginIds,
    );
    const rows = await this.rows.load(organizationId, packages);
    return pluginIds.map(pluginId => summarizePlugin(pluginId, rows));
  }
}
