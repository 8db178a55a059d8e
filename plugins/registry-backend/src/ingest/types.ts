import type {
  ArtifactManifest,
  Digest,
  Integrity,
} from '@sceneshift/backstage-platform-common';

/** What the reader of a tarball puts up with. */
export interface IngestLimits {
  /** Compressed bytes. */
  tarballBytes: number;
  /** Bytes of all files. */
  unpackedBytes: number;
  /** Bytes of one file. */
  entryBytes: number;
  entries: number;
  /** Wall time in milliseconds; then the worker is killed. */
  ingestMillis: number;
}

/** One file of a tarball. */
export interface TarballFile {
  /** Without the leading folder that npm adds. */
  path: string;
  size: number;
  mode: number;
  /** npm tarballs: `sha512-<base64>`; artifacts: hex sha256. */
  hash: string;
}

/** What is known of any tarball after reading it. */
export interface TarballFacts {
  /** Of the tarball's bytes. */
  integrity: Integrity;
  /** Hex sha1. */
  shasum: string;
  digest: Digest;
  size: number;
  unpackedSize: number;
  files: TarballFile[];
}

/** A package.json that passed the safety checks; its members are still the author's. */
export type PackageJson = Record<string, unknown> & {
  name: string;
  version: string;
};

/** What the registry learns from an npm tarball. */
export interface PackageFacts extends TarballFacts {
  packageJson: PackageJson;
  readme?: string;
  configSchema?: Record<string, unknown>;
}

/** What the registry learns from an artifact. */
export interface ArtifactFacts extends TarballFacts {
  manifest: ArtifactManifest;
}

/** The body of an npm `PUT /<name>`, without the tarball that it may carry. */
export interface NpmDocument {
  name: string;
  'dist-tags'?: Record<string, string>;
  versions?: Record<string, Record<string, unknown>>;
}

/** What the worker is asked. Files are absolute paths on the local disk. */
export type IngestJob =
  | { kind: 'package'; file: string; limits: IngestLimits }
  | { kind: 'artifact'; file: string; limits: IngestLimits }
  | {
      kind: 'npm-document';
      file: string;
      /** Where the worker writes the attached tarball. */
      tarballFile: string;
      limits: IngestLimits;
    };

/** What the worker answers to each kind of job. */
export interface IngestResults {
  package: PackageFacts;
  artifact: ArtifactFacts;
  'npm-document': { document: NpmDocument; attached?: PackageFacts };
}

export type IngestReply =
  | { ok: true; result: IngestResults[keyof IngestResults] }
  | { ok: false; code: string; message: string };
