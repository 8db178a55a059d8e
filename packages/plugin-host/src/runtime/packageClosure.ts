import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One installed package that hosts need. */
export interface InstalledPackage {
  directory: string;
  name: string;
  version: string;
}

interface PackageManifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * The installed packages that are reachable from a package by its dependencies, in the order in which Node would
 * resolve them. Type packages and packages that the host bundle carries itself are left out.
 */
export function collectPackageClosure(
  packageDirectory: string,
): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const pending = [packageDirectory];
  for (let from = pending.pop(); from; from = pending.pop()) {
    for (const directory of dependencyDirectories(from)) {
      if (found.has(directory)) continue;
      const { name, version } = readManifest(directory);
      found.set(directory, { directory, name, version });
      pending.push(directory);
    }
  }
  return [...found.values()].sort((a, b) =>
    a.directory.localeCompare(b.directory),
  );
}

function dependencyDirectories(from: string): string[] {
  const manifest = readManifest(from);
  const optional = Object.keys(manifest.optionalDependencies ?? {});
  const names = new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...optional,
  ]);
  return [...names].filter(isNeeded).flatMap(name => {
    const directory = resolvePackage(from, name);
    if (directory) return [directory];
    if (optional.includes(name)) return [];
    throw new Error(
      `${manifest.name} needs ${name}, which is not installed; run yarn install`,
    );
  });
}

function isNeeded(name: string): boolean {
  return !name.startsWith('@types/') && !name.startsWith('@sceneshift/');
}

function resolvePackage(from: string, name: string): string | undefined {
  for (let base = from; ; base = dirname(base)) {
    const directory = join(base, 'node_modules', name);
    if (existsSync(join(directory, 'package.json'))) return directory;
    if (base === dirname(base)) return undefined;
  }
}

function readManifest(directory: string): PackageManifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}
