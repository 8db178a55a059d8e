import { cp, lstat, mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { findInstalled, nameOfPath, type LockPackages } from './lockfile';

/** Files that no running plugin reads. */
const NOT_NEEDED = /\.(map|d\.ts|d\.mts|d\.cts)$/;

/**
 * Lock paths of the packages that an artifact carries: what the root reaches without passing through a
 * package of the host. Types, links and the host's scope are left out.
 */
export function findPrivatePackages(
  lock: LockPackages,
  isHost: (name: string) => boolean,
): string[] {
  const reached = new Set<string>();
  const queue = [''];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const name of dependencyNames(lock, path)) {
      const found = findInstalled(lock, path, name);
      const skipped =
        !found || reached.has(found) || isHost(name) || lock[found]?.link;
      if (skipped || name.startsWith('@types/')) continue;
      reached.add(found);
      queue.push(found);
    }
  }
  return [...reached].sort();
}

/** Names of private packages from which a package of the host can be reached. */
export function findHostUsers(
  lock: LockPackages,
  paths: string[],
  isHost: (name: string) => boolean,
): Set<string> {
  const users = new Set<string>();
  for (let grown = true; grown; ) {
    const before = users.size;
    for (const path of paths) {
      const uses = dependencyNames(lock, path).some(
        name =>
          isHost(name) || users.has(findInstalled(lock, path, name) ?? ''),
      );
      if (uses) users.add(path);
    }
    grown = users.size > before;
  }
  return new Set([...users].map(nameOfPath));
}

function dependencyNames(lock: LockPackages, path: string): string[] {
  const entry = lock[path] ?? {};
  return Object.keys({
    ...entry.dependencies,
    ...entry.optionalDependencies,
    ...entry.peerDependencies,
  });
}

/** Copies installed packages to another root, without links, maps and type declarations. */
export async function copyPackages(
  from: string,
  to: string,
  paths: string[],
): Promise<void> {
  for (const path of paths) {
    const source = join(from, path);
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyPackage(source, join(to, path));
  }
}

/** Copies one package without its nested packages. */
export async function copyPackage(source: string, target: string) {
  await cp(source, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: async path => {
      const inside = relative(source, path);
      if (inside === '') return true;
      if (inside === 'node_modules' || NOT_NEEDED.test(inside)) return false;
      return await isFileOrFolder(path);
    },
  });
}

async function isFileOrFolder(path: string): Promise<boolean> {
  const stat = await lstat(path);
  return stat.isFile() || stat.isDirectory();
}
