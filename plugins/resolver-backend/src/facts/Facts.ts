import type { PackageRole } from '@sceneshift/backstage-platform-common';
import type {
  ExcludedVersion,
  PackageFacts,
  StaleFacts,
} from '@sceneshift/backstage-plugin-resolver-common';

/**
 * The host package that stands for the Backstage release. A version needs the releases that its link check passed for, so
 * that "does it load there" is a fact like all others and its failures are explained like all others.
 */
export const RELEASE_PACKAGE = 'backstage';

/** Everything that an answer depends on, as loaded from the registry at one moment. JSON values only. */
export interface Facts {
  /** Of the versions that may be chosen. */
  packages: PackageFacts;
  /** Release to what its hosts give to plugins: the release itself, and what the app shares with frontends. */
  hosts: Record<string, Record<string, string>>;
  /** Release to its libraries with their versions, for requests that bring their own packages, and for warnings. */
  libraries: Record<string, Record<string, string>>;
  /** Package to version to `@backstage/*` ranges that its author declared. They only warn. */
  declared: Record<string, Record<string, Record<string, string>>>;
  /** Versions that no answer may choose. */
  excluded: ExcludedVersion[];
  kinds: Record<string, { pluginId?: string; role?: PackageRole }>;
  /** The release of requests that name none. */
  defaultRelease?: string;
}

/** Facts with their name, as threads share them. */
export interface Snapshot {
  /** `sha256-…` of the facts. */
  id: string;
  facts: Facts;
  /** The facts as JSON, in memory that threads share. */
  bytes: Uint8Array;
  /**
   * Why hosts of a release cannot load a version. The facts only say where it can be loaded; absent when they were read back.
   */
  faultOf?: (
    name: string,
    version: string,
    release: string,
  ) => string | undefined;
  /** Present when the registry did not answer, and these are the facts of an earlier look. */
  stale?: StaleFacts;
}
