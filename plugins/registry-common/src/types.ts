import type {
  BackstageRelease,
  Digest,
  Integrity,
  PackageRole,
  Verdict,
} from '@sceneshift/backstage-platform-common';

/** How a version came to the registry. @public */
export type Origin = 'published' | 'imported';

/** A page of a listing. @public */
export interface Page<T> {
  items: T[];
  /** Pass as `cursor` for the next page; absent on the last. */
  nextCursor?: string;
}

/** A Backstage release that versions are checked against. @public */
export interface BaselineSummary {
  release: BackstageRelease;
  /** Whether it is the one that new versions are packed for. */
  current: boolean;
}

/** What a version says about other plugins, in the `sceneshift` field of its package.json. @public */
export interface VersionRelations {
  /** Package name to range: plugins that it needs. A name that is no package stands for a capability. */
  requires?: Record<string, string>;
  /** Package name to range: plugins that it does not work beside. */
  conflicts?: Record<string, string>;
  /** Capability to version: what others may require instead of this very package. */
  provides?: Record<string, string>;
}

/** One row of the plugins list and of search results. @public */
export interface PluginSummary {
  pluginId: string;
  title: string;
  description?: string;
  /** The newest version of the frontend package, else of the backend package. */
  latestVersion: string;
  origin: Origin;
  keywords: string[];
  author?: string;
  roles: PackageRole[];
  /** Whether every hosted package has an installable version for the portal's release. */
  installable: boolean;
  /** ISO 8601, of the newest version of any package. */
  updatedAt: string;
}

/** What a user thinks of: one Backstage plugin made of packages. @public */
export interface Plugin extends PluginSummary {
  homepage?: string;
  repository?: string;
  license?: string;
  packages: PackageSummary[];
}

/** @public */
export interface PackageSummary {
  name: string;
  role?: PackageRole;
  pluginId?: string;
  description?: string;
  origin: Origin;
  distTags: Record<string, string>;
  latestVersion: string;
  versions: VersionSummary[];
}

/** @public */
export interface VersionSummary {
  version: string;
  publishedAt: string;
  deprecated?: string;
  /** Present when the version was taken back: what has it keeps it, nothing else gets it. */
  yanked?: Yank;
  /** Known faults of the version; absent when there are none. */
  advisories?: AdvisorySummary[];
  /** True when every required check passed for some baseline, and the version was not yanked. */
  installable: boolean;
  verdicts: Verdict[];
}

/** That a version was taken back, by whom and why. @public */
export interface Yank {
  reason: string;
  /** ISO 8601. */
  yankedAt: string;
  yankedBy: string;
}

/** Least first. @public */
export const ADVISORY_SEVERITIES = [
  'low',
  'moderate',
  'high',
  'critical',
] as const;

/** @public */
export type AdvisorySeverity = (typeof ADVISORY_SEVERITIES)[number];

/** A known fault of a version. @public */
export interface AdvisorySummary {
  /** Of whoever found it, e.g. `GHSA-…` or `CVE-…`; unique in an organization. */
  id: string;
  severity: AdvisorySeverity;
  title: string;
  url?: string;
}

/** A known fault of some versions of a package. @public */
export interface Advisory extends AdvisorySummary {
  packageName: string;
  /** The versions that have it, prereleases included. */
  range: string;
  /** Versions of the package here that are in the range. */
  affected: string[];
  recordedAt: string;
  recordedBy: string;
  /** Present when it was withdrawn: then it counts no more. */
  withdrawnAt?: string;
  withdrawnBy?: string;
}

/** Body of `POST /v1/advisories`. The same id again changes what was recorded. @public */
export interface RecordAdvisoryRequest extends AdvisorySummary {
  packageName: string;
  range: string;
  /** True records it as withdrawn, false brings a withdrawn one back. Default: as it is. */
  withdrawn?: boolean;
}

/** One artifact of a version. @public */
export interface ArtifactSummary {
  digest: Digest;
  baseline: BackstageRelease;
  platform: string;
  /** Bytes of the gzipped tarball. */
  size: number;
  /** Bytes of all files together. */
  unpackedSize: number;
  createdAt: string;
}

/** One immutable version. @public */
export interface VersionDetails extends VersionSummary {
  name: string;
  role?: PackageRole;
  pluginId?: string;
  /** For modules: the plugin they extend. */
  extendsPluginId?: string;
  /** Names of the packages of the same plugin, from `backstage.pluginPackages`. */
  pluginPackages: string[];
  origin: Origin;
  integrity: Integrity;
  /** Bytes of the npm tarball. */
  size: number;
  unpackedSize: number;
  fileCount: number;
  /** The Backstage release the author built with, when the package says so. A hint only. */
  backstageRelease?: BackstageRelease;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  optionalDependencies?: Record<string, string>;
  /** Absent when the version says nothing about other plugins. */
  relations?: VersionRelations;
  /** JSON schema of the plugin's configuration, from the artifact, else from the package. */
  configSchema?: Record<string, unknown>;
  artifacts: ArtifactSummary[];
  hasReadme: boolean;
  license?: string;
  keywords: string[];
  publishedBy: string;
  /** How to reproduce a failed packing locally. */
  reproduceCommand?: string;
}

/** One file of a version's tarball. @public */
export interface VersionFile {
  path: string;
  size: number;
  integrity: Integrity;
}

/** Scopes of API keys. `environment:<name>:host` is the supervisor's. @public */
export type ApiKeyScope =
  | 'read'
  | 'publish'
  | 'deploy'
  | 'admin'
  | `environment:${string}:host`;

/** @public */
export interface ApiKeySummary {
  id: string;
  name: string;
  scopes: ApiKeyScope[];
  /** First characters of the key, so that a person can tell keys apart. */
  prefix: string;
  createdBy: string;
  createdAt: string;
  expiresAt?: string;
  lastUsedAt?: string;
  revokedAt?: string;
}

/** The answer to a created key: the only time the key itself is shown. @public */
export interface CreatedApiKey extends ApiKeySummary {
  key: string;
}
