import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArtifactManifest } from '@sceneshift/backstage-platform-common';
import { indexFiles, MANIFEST_NAME, notGenuine, sha256 } from './artifactTree';
import { ExtractedFile } from './ExtractedFile';
import { FileCheck } from './FileCheck';
import { ManifestBytes } from './ManifestBytes';
import { TarballReader } from './TarballReader';

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
  const files = indexFiles(digest, manifest);
  const missing = new Set(files.keys());
  await new TarballReader(digest, path => {
    if (path === MANIFEST_NAME) return undefined;
    const file = files.get(path);
    if (!file) throw notGenuine(digest, `${path} is not in its manifest`);
    if (!missing.delete(path))
      throw notGenuine(digest, `${path} is in the tarball twice`);
    return new ExtractedFile(join(target, path), new FileCheck(digest, file));
  }).read(tarball);
  const [first] = missing;
  if (first) throw notGenuine(digest, `${first} is not in the tarball`);
  const options = { mode: 0o644, flag: 'wx' };
  writeFileSync(join(target, MANIFEST_NAME), manifestBytes, options);
  return {
    manifest,
    manifestSha256: sha256(manifestBytes),
    bytes: manifest.files.reduce((sum, file) => sum + file.size, 0),
  };
}

/** It may stand anywhere in the tarball, and says what may be written: so the tarball is read twice. */
async function readManifest(digest: string, tarball: string): Promise<Buffer> {
  const found: ManifestBytes[] = [];
  await new TarballReader(digest, path => {
    if (path !== MANIFEST_NAME) return undefined;
    const bytes = new ManifestBytes(digest);
    found.push(bytes);
    return bytes;
  }).read(tarball);
  const [manifest] = found;
  if (!manifest || found.length > 1) {
    throw notGenuine(digest, `it has ${found.length} files ${MANIFEST_NAME}`);
  }
  return manifest.take();
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
