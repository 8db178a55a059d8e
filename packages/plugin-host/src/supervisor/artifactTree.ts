import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import {
  SceneshiftError,
  type ArtifactFile,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';

/** Name of the manifest at the root of an artifact. */
export const MANIFEST_NAME = 'artifact.json';

/** A refusal: the bytes are not those that were published. */
export function notGenuine(digest: string, why: string): SceneshiftError {
  return new SceneshiftError(
    'VERIFY_FAILED',
    `Artifact ${digest}: ${why}. It is not used; the supervisor fetches it again`,
  );
}

/** Hex sha256. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Refuses paths that could leave the artifact's directory or mean two things on two platforms. */
export function isSafePath(path: string): boolean {
  return (
    path.length > 0 &&
    path.length <= 1024 &&
    !posix.isAbsolute(path) &&
    !/[\\\0]/.test(path) &&
    posix.normalize(path) === path &&
    !path.split('/').some(part => part === '' || part === '.' || part === '..')
  );
}

/** The manifest's files by path; refuses a manifest that names a path twice or an unsafe one. */
export function indexFiles(
  digest: string,
  manifest: ArtifactManifest,
): Map<string, ArtifactFile> {
  const files = new Map<string, ArtifactFile>();
  for (const file of manifest.files) {
    if (!isSafePath(file.path) || file.path === MANIFEST_NAME) {
      throw notGenuine(digest, `its manifest lists the path ${file.path}`);
    }
    if (files.has(file.path)) {
      throw notGenuine(digest, `its manifest lists ${file.path} twice`);
    }
    files.set(file.path, file);
  }
  return files;
}

/** Refuses bytes that are not those of the manifest. */
export function verifyBytes(
  digest: string,
  file: ArtifactFile,
  bytes: Buffer,
): void {
  if (bytes.length !== file.size || sha256(bytes) !== file.sha256) {
    throw notGenuine(digest, `${file.path} differs from the manifest`);
  }
}

/**
 * Verifies an extracted artifact, one step per file: the manifest has the known hash, every file is the one it lists,
 * nothing is missing, nothing is there in addition, nothing is a link.
 */
export function* verifyTree(
  digest: string,
  directory: string,
  manifestSha256: string,
): Generator<void, ArtifactManifest> {
  const manifest = readManifest(digest, directory, manifestSha256);
  const missing = indexFiles(digest, manifest);
  for (const path of listFiles(directory)) {
    if (path === MANIFEST_NAME) continue;
    const file = missing.get(path);
    if (!file) throw notGenuine(digest, `${path} was added on disk`);
    verifyBytes(digest, file, readRegular(digest, directory, path));
    missing.delete(path);
    yield;
  }
  const [first] = missing.keys();
  if (first) throw notGenuine(digest, `${first} is missing on disk`);
  return manifest;
}

function readManifest(
  digest: string,
  directory: string,
  manifestSha256: string,
): ArtifactManifest {
  const bytes = readRegular(digest, directory, MANIFEST_NAME);
  if (sha256(bytes) !== manifestSha256) {
    throw notGenuine(digest, 'its manifest was changed on disk');
  }
  return JSON.parse(bytes.toString('utf8')) as ArtifactManifest;
}

function readRegular(digest: string, directory: string, path: string): Buffer {
  const absolute = join(directory, path);
  const stat = lstatSync(absolute, { throwIfNoEntry: false });
  if (!stat?.isFile()) {
    throw notGenuine(digest, `${path} is not a regular file on disk`);
  }
  return readFileSync(absolute);
}

function* listFiles(directory: string, prefix = ''): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      yield* listFiles(join(directory, entry.name), `${path}/`);
    } else {
      yield path;
    }
  }
}
