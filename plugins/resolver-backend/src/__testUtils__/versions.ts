import type {
  ArtifactManifest,
  Baseline,
  ImportTable,
  PackageRole,
} from '@sceneshift/backstage-platform-common';
import {
  loadFault,
  type AdvisorySummary,
  type RegistryVersionFacts,
  type VersionDetails,
  type VersionRelations,
} from '@sceneshift/backstage-plugin-registry-common';

/** A version that a test publishes. */
export interface FakeVersion {
  name: string;
  version: string;
  pluginId: string;
  role?: PackageRole;
  imports?: ImportTable;
  pluginPackages?: string[];
  extendsPluginId?: string;
  relations?: VersionRelations;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  deprecated?: string;
  /** The reason. */
  yanked?: string;
  advisories?: AdvisorySummary[];
  /** Packing has not ended. */
  unpacked?: boolean;
}

/** The one library of test releases. */
export const LIBRARY = '@backstage/backend-plugin-api';

const DIGEST = `sha256-${'0'.repeat(64)}`;
const AT = '2026-11-21T00:00:00.000Z';

export function detailsOf(wanted: FakeVersion): VersionDetails {
  const { name, version, pluginId, role = 'backend-plugin' } = wanted;
  const state = wanted.unpacked ? 'PENDING' : 'PASSED';
  return {
    name,
    version,
    pluginId,
    role,
    deprecated: wanted.deprecated,
    extendsPluginId: wanted.extendsPluginId,
    relations: wanted.relations,
    pluginPackages: wanted.pluginPackages ?? [],
    dependencies: wanted.dependencies ?? {},
    peerDependencies: wanted.peerDependencies ?? {},
    peerDependenciesMeta: wanted.peerDependenciesMeta,
    advisories: wanted.advisories,
    yanked:
      wanted.yanked === undefined
        ? undefined
        : { reason: wanted.yanked, yankedAt: AT, yankedBy: 'user:default/ada' },
    origin: 'published',
    integrity: `sha512-${Buffer.from(`${name}@${version}`).toString('base64')}`,
    size: 1,
    unpackedSize: 1,
    fileCount: 1,
    artifacts: wanted.unpacked
      ? []
      : [
          {
            digest: DIGEST,
            baseline: '1.54.0',
            platform: 'any',
            size: 1,
            unpackedSize: 1,
            createdAt: AT,
          },
        ],
    hasReadme: false,
    keywords: [],
    publishedBy: 'user:default/ada',
    publishedAt: AT,
    installable: !wanted.unpacked,
    verdicts: [
      { check: 'structure', state: 'PASSED' },
      { check: 'artifact', baseline: '1.54.0', state },
    ],
  };
}

export function manifestOf(wanted: FakeVersion): ArtifactManifest {
  const { name, version, pluginId, role = 'backend-plugin' } = wanted;
  return {
    formatVersion: 1,
    name,
    version,
    role,
    pluginId,
    source: { integrity: 'sha512-x' },
    baseline: '1.54.0',
    packer: { version: '0.1.0' },
    platform: 'any',
    imports: wanted.imports ?? {},
    rangeWarnings: [],
    privateLibraries: {},
    packages: [],
    files: [],
  };
}

/** What the registry tells of a version among all others. */
export function factsOf(
  details: VersionDetails,
  manifest: ArtifactManifest | undefined,
  baselines: Baseline[],
): RegistryVersionFacts {
  const declared = { ...details.dependencies, ...details.peerDependencies };
  const ofBackstage = ([name]: [string, string]) =>
    name.startsWith('@backstage/');
  const links = baselines.map(baseline => ({
    release: baseline.release,
    fault: manifest && loadFault(manifest, baseline),
  }));
  return {
    ...details.relations,
    version: details.version,
    integrity: details.integrity,
    publishedAt: details.publishedAt,
    pluginId: details.pluginId,
    extendsPluginId: details.extendsPluginId,
    pluginPackages: details.pluginPackages,
    backstageRanges: Object.fromEntries(
      Object.entries(declared).filter(ofBackstage),
    ),
    peerDependencies: Object.fromEntries(
      Object.entries(details.peerDependencies).filter(it => !ofBackstage(it)),
    ),
    peerDependenciesMeta: details.peerDependenciesMeta,
    deprecated: details.deprecated,
    yanked: details.yanked?.reason,
    advisories: details.advisories,
    unpassed: details.verdicts
      .filter(({ check, state }) => check !== 'link' && state !== 'PASSED')
      .map(({ check, state, message }) => ({
        check,
        reason: message ?? `the check '${check}' is ${state}`,
      })),
    artifacts: details.artifacts.map(({ platform }) => ({ platform, links })),
  };
}

/** A release whose one library exports these names. */
export function releaseOf(release: string, names: string[]): Baseline {
  return {
    formatVersion: 1,
    release,
    node: '24',
    backend: { [LIBRARY]: { version: `${release}`, exports: { '.': names } } },
    frontend: {},
    shared: { react: '18.3.1' },
    toolchain: {},
  };
}
