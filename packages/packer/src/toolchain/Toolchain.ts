import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Baseline } from '@sceneshift/backstage-platform-common';

/** The build package whose `package build` makes remotes, and whose library builds folders. */
const BUILD_PACKAGE = '@backstage/cli-module-build';

/**
 * A `node_modules` folder with the build tools and the frontend libraries of one baseline, at exactly its
 * versions: a portal's checkout, or one that was provisioned for packing.
 */
export class Toolchain {
  constructor(readonly nodeModules: string) {}

  /** Folder of the build package. */
  get buildModule(): string {
    return join(this.nodeModules, BUILD_PACKAGE);
  }

  /** The command that `package build --module-federation` is given to. */
  get buildCommand(): string {
    return join(this.buildModule, 'bin', 'backstage-cli-module-build');
  }

  /** What a baseline asks for and this folder has not, as `name@version (has other)`. */
  async findMismatches(baseline: Baseline): Promise<string[]> {
    const wanted = wantedVersions(baseline);
    const mismatches = await Promise.all(
      Object.entries(wanted).map(async ([name, version]) => {
        const present = await readVersion(this.nodeModules, name);
        return present === version
          ? []
          : [`${name}@${version} (has ${present ?? 'none'})`];
      }),
    );
    return mismatches.flat();
  }
}

/** Every package of a toolchain with its exact version. */
export function wantedVersions(baseline: Baseline): Record<string, string> {
  const libraries = Object.entries(baseline.frontend).map(
    ([name, library]) => [name, library.version] as const,
  );
  return { ...Object.fromEntries(libraries), ...baseline.toolchain };
}

/** The version of an installed package, if it is there. */
export async function readVersion(
  nodeModules: string,
  name: string,
): Promise<string | undefined> {
  try {
    const file = join(nodeModules, name, 'package.json');
    return (JSON.parse(await readFile(file, 'utf8')) as { version?: string })
      .version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
