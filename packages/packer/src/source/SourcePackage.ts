import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Integrity } from '@sceneshift/backstage-platform-common';
import { extractTarball } from './extractTarball';
import { readManifest, type PackageManifest } from './PackageManifest';

/** A package as npm knows it: the tarball, its integrity, and its content unpacked in a folder. */
export interface SourcePackage {
  tarball: string;
  integrity: Integrity;
  directory: string;
  manifest: PackageManifest;
  /** Tarballs of local packages that it depends on and that no registry has, by name. */
  localPackages: Record<string, string>;
}

/** Unpacks a tarball and reads what it is. */
export async function openTarball(
  tarball: string,
  directory: string,
  localPackages: Record<string, string> = {},
): Promise<SourcePackage> {
  await extractTarball(tarball, directory);
  return {
    tarball,
    integrity: await integrityOf(tarball),
    directory,
    manifest: await readManifest(directory),
    localPackages,
  };
}

/** The sha512 of a file in npm's form. */
export async function integrityOf(file: string): Promise<Integrity> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}
