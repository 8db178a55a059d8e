import type { BackstageRelease, Integrity, PackageRole } from './ids';

/**
 * The names that one packed package imports from each host module, e.g.
 * `{ '@backstage/backend-plugin-api': ['createBackendPlugin', 'coreServices'] }`.
 * `*` stands for "the whole namespace": it links when the module exists.
 *
 * @public
 */
export type ImportTable = Record<string, string[]>;

/**
 * One file of an artifact. Paths are POSIX, relative to the artifact's root.
 *
 * @public
 */
export interface ArtifactFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Hex sha256 of the file's bytes. */
  sha256: string;
}

/**
 * What hosts and the control plane need to know of a loadable artifact: the content of `artifact.json`,
 * which lies at the root of the artifact's tarball and is not itself listed in `files`.
 *
 * @public
 */
export interface ArtifactManifest {
  formatVersion: 1;
  name: string;
  version: string;
  role: PackageRole;
  pluginId: string;
  /** For modules: the plugin whose host they join. */
  extendsPluginId?: string;
  source: {
    /** sha512 of the npm tarball this was made from. */
    integrity: Integrity;
  };
  /** The baseline that was packed against. */
  baseline: BackstageRelease;
  packer: {
    version: string;
    recipe?: string;
    overrides?: Record<string, string>;
  };
  /** `any`, or `<os>-<cpu>[-<libc>]` when platform packages are inside. */
  platform: string;
  imports: ImportTable;
  /** Declared `@backstage/*` ranges that the baseline does not satisfy; warnings only. */
  rangeWarnings: Array<{ name: string; range: string; present?: string }>;
  /** `@backstage/*` libraries that a frontend carries privately, name to version. */
  privateLibraries: Record<string, string>;
  /** JSON schema of the plugin's configuration (visibility as `visibility` keywords), if it has any. */
  configSchema?: Record<string, unknown>;
  /** Private npm packages inside: the software bill of materials. */
  packages: Array<{ name: string; version: string; integrity?: string }>;
  /** Backend artifacts: the CommonJS entry, and whether migrations can run under the previous version. */
  backend?: {
    main: string;
    migrations: 'none' | 'compatible' | 'one-way';
  };
  /** Frontend artifacts: the module-federation remote. */
  frontend?: {
    /** Process-wide federation name, unique per version. */
    federationName: string;
    /** e.g. `remoteEntry.js`, relative to the artifact root. */
    entry: string;
    /** e.g. `mf-manifest.json`. */
    manifest: string;
    /** Exposed modules, `.` first. */
    exposes: string[];
    /** Paths of pages that are declared statically, for the route conflict check; may be empty. */
    routes: string[];
    shared: Array<{ name: string; version?: string; requiredVersion?: string }>;
  };
  files: ArtifactFile[];
}

/**
 * What the libraries of one Backstage release export. Made by `sceneshift baseline create`.
 *
 * @public
 */
export interface Baseline {
  formatVersion: 1;
  release: BackstageRelease;
  node: string;
  /** Libraries that hosts supply to backend artifacts: version and, per entry point, exported names. */
  backend: Record<string, BaselinePackage>;
  /** Libraries a frontend artifact is built against. Shared ones come from the app at run time. */
  frontend: Record<string, BaselinePackage>;
  /** Names that the app shares with remotes at run time, with the versions it has. */
  shared: Record<string, string>;
  /** Build tools that pack needs, with exact versions. */
  toolchain: Record<string, string>;
}

/** @public */
export interface BaselinePackage {
  version: string;
  /** Entry point (`.`, `./alpha`) to exported names; absent when they are not recorded. */
  exports?: Record<string, string[]>;
}
