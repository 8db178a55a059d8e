import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ArtifactManifest } from '@sceneshift/backstage-platform-common';
import { list, type ReadEntry } from 'tar';
import {
  indexFiles,
  MANIFEST_NAME,
  notGenuine,
  sha256,
  verifyBytes,
} from './artifactTree';

/** What was extracted. */
export interface ExtractedArtifact {
  manifest: ArtifactManifest;
  manifestSha256: string;
  bytes: number;
}

/**
 * Extracts an artifact's tarball into an empty directory. Only files that the manifest lists are written, with exactly
 * their bytes; links and special files are refused, modes and owners of the archive are ignored.
 */
export async function extractArtifact(
  digest: string,
  tarball: string,
  target: string,
): Promise<ExtractedArtifact> {
  const manifestBytes = await readManifest(digest, tarball);
  const manifest = parseManifest(digest, manifestBytes);
  const missing = indexFiles(digest, manifest);
  await eachFile(digest, tarball, (path, bytes) => {
    if (path === MANIFEST_NAME) return;
    const file = missing.get(path);
    if (!file) throw notGenuine(digest, `${path} is not in its manifest`);
    verifyBytes(digest, file, bytes);
    missing.delete(path);
    write(join(target, path), bytes);
  });
  const [first] = missing.keys();
  if (first) throw notGenuine(digest, `${first} is not in the tarball`);
  write(join(target, MANIFEST_NAME), manifestBytes);
  return {
    manifest,
    manifestSha256: sha256(manifestBytes),
    bytes: manifest.files.reduce((sum, file) => sum + file.size, 0),
  };
}

async function readManifest(digest: string, tarball: string): Promise<Buffer> {
  const found: Buffer[] = [];
  await eachFile(digest, tarball, (path, bytes) => {
    if (path === MANIFEST_NAME) found.push(bytes);
  });
  const [manifest] = found;
  if (!manifest || found.length > 1) {
    throw notGenuine(digest, `it has ${found.length} files ${MANIFEST_NAME}`);
  }
  return manifest;
}

function parseManifest(digest: string, bytes: Buffer): ArtifactManifest {
  try {
    const manifest = JSON.parse(bytes.toString('utf8')) as ArtifactManifest;
    if (manifest.formatVersion === 1 && Array.isArray(manifest.files)) {
      return manifest;
    }
  } catch {
    // Refused below like a manifest of another shape.
  }
  throw notGenuine(digest, `its ${MANIFEST_NAME} cannot be read`);
}

async function eachFile(
  digest: string,
  tarball: string,
  onFile: (path: string, bytes: Buffer) => void,
): Promise<void> {
  let failure: unknown;
  const pending: Promise<void>[] = [];
  await list({
    file: tarball,
    strict: true,
    onReadEntry: entry => {
      pending.push(
        readEntry(digest, entry, onFile).catch(error => {
          failure ??= error;
        }),
      );
    },
  }).catch(error => {
    failure ??= notGenuine(digest, `its tarball is broken: ${error.message}`);
  });
  await Promise.all(pending);
  if (failure) throw failure;
}

async function readEntry(
  digest: string,
  entry: ReadEntry,
  onFile: (path: string, bytes: Buffer) => void,
): Promise<void> {
  if (entry.type === 'Directory') {
    entry.resume();
    return;
  }
  if (entry.type !== 'File' && entry.type !== 'OldFile') {
    entry.resume();
    throw notGenuine(digest, `${entry.path} is a ${entry.type}`);
  }
  const bytes = (await entry.concat()) as Buffer;
  onFile(entry.path.replace(/^\.\//, ''), bytes);
}

function write(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeFileSync(path, bytes, { mode: 0o644, flag: 'wx' });
}
