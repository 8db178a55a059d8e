import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import type {
  ArtifactManifest,
  Digest,
} from '@sceneshift/backstage-platform-common';

/** A packed plugin: what a control plane would serve. */
export interface TestArtifact {
  digest: Digest;
  tarball: Buffer;
  manifest: ArtifactManifest;
}

/** The least that an artifact of a backend plugin has to have. */
export interface TestPackage {
  name: string;
  version: string;
  pluginId: string;
  role?: 'backend-plugin' | 'backend-plugin-module';
  /** By path; `dist/index.cjs.js` is the entry. */
  files: Record<string, string>;
  configSchema?: Record<string, unknown>;
  /** What `package.json` claims, when it is to differ from the manifest. */
  claimedVersion?: string;
}

/** Packs files the way the packer does, without the packer. */
export function buildArtifact(source: TestPackage): TestArtifact {
  const files = {
    ...source.files,
    'package.json': JSON.stringify({
      name: source.name,
      version: source.claimedVersion ?? source.version,
      main: 'dist/index.cjs.js',
    }),
  };
  const manifest = manifestOf(source, files);
  const tarball = packTarball({
    ...files,
    'artifact.json': JSON.stringify(manifest),
  });
  return { manifest, tarball, digest: `sha256-${sha256(tarball)}` };
}

function manifestOf(
  source: TestPackage,
  files: Record<string, string>,
): ArtifactManifest {
  return {
    formatVersion: 1,
    name: source.name,
    version: source.version,
    role: source.role ?? 'backend-plugin',
    pluginId: source.pluginId,
    source: { integrity: 'sha512-test' },
    baseline: '1.55.0',
    packer: { version: '0.0.0' },
    platform: 'any',
    imports: {},
    rangeWarnings: [],
    privateLibraries: {},
    configSchema: source.configSchema,
    packages: [],
    backend: { main: 'dist/index.cjs.js', migrations: 'none' },
    files: Object.entries(files).map(([path, content]) => ({
      path,
      size: Buffer.byteLength(content),
      sha256: sha256(content),
    })),
  };
}

/** One entry of a tarball; `type` and `linkpath` make the entries that have to be refused. */
export interface TarEntry {
  path: string;
  content?: string;
  type?: 'File' | 'SymbolicLink' | 'Link';
  linkpath?: string;
}

/** A gzipped tarball of the given files. */
export function packTarball(files: Record<string, string>): Buffer {
  return packEntries(
    Object.entries(files).map(([path, content]) => ({ path, content })),
  );
}

/** A gzipped tarball of the given entries, good or bad. */
export function packEntries(entries: TarEntry[]): Buffer {
  const blocks = entries.flatMap(
    ({ path, content = '', type = 'File', linkpath }) => {
      const body = Buffer.from(content);
      const header = Buffer.alloc(512);
      const size = body.length;
      new Header({ path, size, type, linkpath, mode: 0o644 }).encode(header, 0);
      const padding = Buffer.alloc((512 - (size % 512)) % 512);
      return [header, body, padding];
    },
  );
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
