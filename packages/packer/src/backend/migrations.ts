import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactManifest } from '@sceneshift/backstage-platform-common';
import type { PackageManifest } from '../source/PackageManifest';

type Migrations = NonNullable<ArtifactManifest['backend']>['migrations'];

/**
 * Whether a version's migrations can run under the previous version. The author may say so in
 * `sceneshift.migrations`; a package with migrations that says nothing counts as compatible, one without
 * any has none.
 */
export async function findMigrations(
  directory: string,
  manifest: PackageManifest,
): Promise<Migrations> {
  const files = await listMigrations(join(directory, 'migrations'));
  if (files.length === 0) return 'none';
  return manifest.sceneshift?.migrations ?? 'compatible';
}

async function listMigrations(directory: string): Promise<string[]> {
  try {
    const files = await readdir(directory, { recursive: true });
    return files.filter(file => /\.[cm]?[jt]s$/.test(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
