import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ArtifactFile,
  ArtifactManifest,
  Digest,
} from '@sceneshift/backstage-platform-common';
import { byCodeUnit, listFiles, writeTarball } from './writeTarball';

/** The name of the manifest at the root of every artifact. */
export const ARTIFACT_MANIFEST = 'artifact.json';

/** The finished bytes and what they are called. */
export interface WrittenArtifact {
  file: string;
  digest: Digest;
  /** Bytes of the gzipped tarball. */
  size: number;
  /** Bytes of all files together. */
  unpackedSize: number;
  manifest: ArtifactManifest;
}

/** Lists and hashes what was laid out, adds `artifact.json`, and writes the tarball. */
export async function writeArtifact(
  directory: string,
  file: string,
  manifest: Omit<ArtifactManifest, 'files'>,
): Promise<WrittenArtifact> {
  const files = await hashFiles(directory);
  const complete = { ...manifest, files };
  await writeFile(
    join(directory, ARTIFACT_MANIFEST),
    `${JSON.stringify(sortKeys(complete), null, 1)}\n`,
  );
  await writeTarball(directory, file, { first: ARTIFACT_MANIFEST });
  return {
    file,
    digest: `sha256-${await sha256Of(file)}`,
    size: (await stat(file)).size,
    unpackedSize: files.reduce((sum, entry) => sum + entry.size, 0),
    manifest: complete,
  };
}

async function hashFiles(directory: string): Promise<ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  for (const path of await listFiles(directory)) {
    const absolute = join(directory, path);
    const { size } = await stat(absolute);
    files.push({ path, size, sha256: await sha256Of(absolute) });
  }
  return files;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** Objects in one order of keys, so that equal manifests are equal bytes. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([key, member]) => [key, sortKeys(member)]),
  );
}
