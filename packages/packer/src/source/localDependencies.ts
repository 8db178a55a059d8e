import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { glob } from 'node:fs/promises';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { readManifest, type PackageManifest } from './PackageManifest';

/** A folder that a package depends on by path or through its workspace. */
export interface LocalDependency {
  name: string;
  directory: string;
  manifest: PackageManifest;
}

const LOCAL_SPEC = /^(workspace|file|link|portal):/;

/** The folders that a package's `workspace:`, `file:` and `link:` dependencies point to. */
export async function findLocalDependencies(
  directory: string,
  manifest: PackageManifest,
): Promise<LocalDependency[]> {
  const found: LocalDependency[] = [];
  for (const [name, spec] of Object.entries(manifest.dependencies ?? {})) {
    if (!LOCAL_SPEC.test(spec)) continue;
    const folder = spec.startsWith('workspace:')
      ? await findWorkspace(directory, name)
      : resolve(directory, spec.slice(spec.indexOf(':') + 1));
    found.push({
      name,
      directory: folder,
      manifest: await readManifest(folder),
    });
  }
  return found;
}

/** Replaces local specs by the range that a published package would declare. */
export function withPublishedRanges(
  manifest: PackageManifest,
  locals: LocalDependency[],
): PackageManifest {
  const versions = new Map(
    locals.map(local => [local.name, local.manifest.version]),
  );
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).map(([name, spec]) => {
      const version = versions.get(name);
      return [name, version === undefined ? spec : `^${version}`];
    }),
  );
  return { ...manifest, dependencies };
}

async function findWorkspace(from: string, name: string): Promise<string> {
  for (let root = dirname(resolve(from)); ; root = dirname(root)) {
    const folder = await findInWorkspaces(root, name);
    if (folder) return folder;
    if (root === dirname(root)) break;
  }
  throw new SceneshiftError(
    'PACK_SPEC_FORBIDDEN',
    `'${name}' is declared as a workspace dependency, but no workspace above '${from}' has it`,
  );
}

async function findInWorkspaces(
  root: string,
  name: string,
): Promise<string | undefined> {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return undefined;
  const { workspaces } = JSON.parse(await readFile(file, 'utf8')) as {
    workspaces?: string[] | { packages?: string[] };
  };
  const patterns = Array.isArray(workspaces)
    ? workspaces
    : workspaces?.packages;
  for await (const path of glob(
    (patterns ?? []).map(pattern => `${pattern}/package.json`),
    { cwd: root },
  )) {
    const text = await readFile(join(root, path), 'utf8');
    if ((JSON.parse(text) as { name?: string }).name === name) {
      return dirname(join(root, path));
    }
  }
  return undefined;
}
