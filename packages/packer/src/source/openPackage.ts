import { PackSession } from '../pack/PackSession';
import type { PackOptions, PackResult } from '../pack/types';
import { resolveSource } from './resolveSource';

/** A package that was found and opened, not packed. @public */
export interface OpenedPackage {
  name: string;
  version: string;
  role?: string;
  /** The npm tarball, built from the folder or downloaded. */
  tarball: string;
  integrity: PackResult['source']['integrity'];
  /** Tarballs of local packages that it depends on, by name. */
  localPackages: Record<string, string>;
}

/**
 * Finds a package (folder, tarball or npm spec), builds it if it is a folder, and says what it is. For
 * libraries, which are published but not packed.
 *
 * @public
 */
export async function openPackage(
  spec: string,
  options: PackOptions,
): Promise<OpenedPackage> {
  return await PackSession.use(options, async session => {
    const source = await resolveSource(spec, session);
    const { name, version, backstage } = source.manifest;
    return {
      name,
      version,
      role: backstage?.role,
      tarball: source.tarball,
      integrity: source.integrity,
      localPackages: source.localPackages,
    };
  });
}
