import type {
  ArtifactManifest,
  Baseline,
  Digest,
  Integrity,
  LinkError,
} from '@sceneshift/backstage-platform-common';
import type { NpmSettings } from '../npm/NpmSettings';

/** How a plugin is packed. @public */
export interface PackOptions {
  /** The release that hosts and app run. */
  baseline: Baseline;
  /** Where the artifact and, for folders and npm specs, the package tarball are written. */
  outDir: string;
  /** A recipe file for a frontend plugin that exports no feature of the new frontend system. */
  recipe?: string;
  /** Dependency versions that win over declared ranges, by name. */
  overrides?: Record<string, string>;
  /** Tarballs of dependencies that no registry has, by name. */
  localPackages?: Record<string, string>;
  /** A folder whose `node_modules` satisfies the baseline. Default: found or provisioned. */
  toolchain?: string;
  /** For downloads and provisioned toolchains. Default `$SCENESHIFT_CACHE`, else `~/.cache/sceneshift`. */
  cacheDir?: string;
  /** Where packages come from. Default: the user's npm configuration, without its credentials. */
  npm?: NpmSettings;
  /** Milliseconds for everything together. Default 10 minutes. */
  timeoutMs?: number;
  signal?: AbortSignal;
  onProgress?(progress: PackProgress): void;
}

/** One line of what packing is doing. @public */
export interface PackProgress {
  step: PackStep;
  message: string;
}

/** @public */
export type PackStep =
  | 'source'
  | 'toolchain'
  | 'install'
  | 'build'
  | 'check'
  | 'write'
  | 'done';

/** Whether a host of the baseline can load the artifact. @public */
export interface PackVerdict {
  state: 'PASSED' | 'FAILED';
  linkErrors: LinkError[];
  /** Sentences about what works but deserves a look. */
  warnings: string[];
}

/** @public */
export interface PackResult {
  /** The artifact's tarball. */
  file: string;
  digest: Digest;
  /** Bytes of the gzipped tarball. */
  size: number;
  /** Bytes of all files together. */
  unpackedSize: number;
  manifest: ArtifactManifest;
  verdict: PackVerdict;
  /** The npm package that the artifact was made from. */
  source: {
    tarball: string;
    integrity: Integrity;
    name: string;
    version: string;
  };
}

/** What is laid out in a folder, before it becomes an artifact. */
export interface PackedLayout {
  directory: string;
  manifest: Omit<ArtifactManifest, 'files'>;
  verdict: PackVerdict;
}
