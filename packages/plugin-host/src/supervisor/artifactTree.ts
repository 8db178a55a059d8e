import { createHash } from 'node:crypto';
import { posix } from 'node:path';
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

/** The manifest's files by path; refuses a manifest that names a path twice or an unsafe one, or no size to hold bytes against. */
export function indexFiles(
  digest: string,
  manifest: ArtifactManifest,
): Map<string, ArtifactFile> {
  const files = new Map<string, ArtifactFile>();
  for (const file of manifest.files) {
    if (!isEntry(file)) {
      throw notGenuine(digest, 'its manifest lists a file without a size');
    }
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

function isEntry(file: unknown): file is ArtifactFile {
  const { path, size, sha256: hash } = Object(file) as Partial<ArtifactFile>;
  const isSized = Number.isSafeInteger(size) && size! >= 0;
  return typeof path === 'string' && typeof hash === 'string' && isSized;
}
