import type {
  BackstageRelease,
  CheckName,
  Integrity,
  PackageRole,
} from '@sceneshift/backstage-platform-common';
import type { AdvisorySummary } from './types';

/**
 * Everything that a choice of versions depends on, of some packages. Page after page until `nextCursor` is absent makes all of an
 * organization's plugins and modules.
 *
 * @public
 */
export interface FactsPage {
  items: RegistryPackageFacts[];
  /** Pass as `cursor` for the next page; absent on the last. */
  nextCursor?: string;
  /** Pass as `cursor` later to get what has changed since. After another set of baselines that is everything. */
  position: string;
  baselines: {
    /** Changes with any baseline. */
    id: string;
    /** Newest first. */
    releases: BackstageRelease[];
  };
}

/** @public */
export interface RegistryPackageFacts {
  name: string;
  role: PackageRole;
  pluginId?: string;
  /** Ascending. */
  versions: RegistryVersionFacts[];
}

/** What a version says of itself, and what was found out about it. Empty maps are left out. @public */
export interface RegistryVersionFacts {
  version: string;
  integrity: Integrity;
  /** ISO 8601. */
  publishedAt: string;
  pluginId?: string;
  /** For modules: the plugin that they extend. */
  extendsPluginId?: string;
  /** `backstage.pluginPackages`. */
  pluginPackages?: string[];
  /** Ranges of `@backstage/*` libraries that the author declared. The link check decides, not they. */
  backstageRanges?: Record<string, string>;
  /** Without those of `backstageRanges`. */
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  optionalDependencies?: Record<string, string>;
  /** `sceneshift.requires`: packages, or capabilities of packages. */
  requires?: Record<string, string>;
  /** `sceneshift.conflicts` */
  conflicts?: Record<string, string>;
  /** `sceneshift.provides`: capability to version. */
  provides?: Record<string, string>;
  deprecated?: string;
  /** The reason, when it was yanked. */
  yanked?: string;
  advisories?: Array<Pick<AdvisorySummary, 'id' | 'severity'>>;
  /** Checks that do not depend on a release and have not passed. */
  unpassed?: Array<{ check: CheckName; reason: string }>;
  artifacts: RegistryArtifactFacts[];
}

/** Whether, and where, an artifact can be loaded. @public */
export interface RegistryArtifactFacts {
  /** `any`, or `<os>-<cpu>[-<libc>]`. */
  platform: string;
  /** The link check against every baseline, newest first. */
  links: Array<{
    release: BackstageRelease;
    /** Absent when it passed. */
    fault?: string;
  }>;
}
