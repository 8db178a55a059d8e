import type {
  ArtifactManifest,
  Baseline,
  ImportTable,
  PackageRole,
} from '@sceneshift/backstage-platform-common';
import type {
  VersionDetails,
  VersionRelations,
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
  deprecated?: string;
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
