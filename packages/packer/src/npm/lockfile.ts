import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';

/** One entry of `packages` in a package-lock.json of version 3. */
export interface LockEntry {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Install paths (`node_modules/a/node_modules/b`, root: the empty string) to entries. */
export type LockPackages = Record<string, LockEntry>;

/** Reads the lock that npm wrote into a folder. */
export async function readLock(directory: string): Promise<LockPackages> {
  const text = await readFile(join(directory, 'package-lock.json'), 'utf8');
  return (JSON.parse(text) as { packages: LockPackages }).packages;
}

/** The package name of an install path. */
export function nameOfPath(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/**
 * Refuses every dependency that did not come from a registry as an immutable, checksummed tarball.
 * `ownNames` are names that pack itself supplied from the disk (stubs and local packages).
 */
export function checkLock(lock: LockPackages, ownNames: ReadonlySet<string>) {
  for (const [path, entry] of Object.entries(lock)) {
    checkDeclaredSpecs(path, entry, ownNames);
    if (!path.includes('node_modules/') || entry.link || entry.inBundle) {
      continue;
    }
    checkEntry(nameOfPath(path), entry, ownNames);
  }
}

function checkEntry(
  name: string,
  entry: LockEntry,
  ownNames: ReadonlySet<string>,
) {
  if (ownNames.has(name)) return;
  // With `omit-lockfile-registry-resolved` npm leaves the URL of registry tarballs out.
  if (entry.resolved && !/^https?:\/\//.test(entry.resolved)) {
    throw forbidden(name, entry.resolved);
  }
  if (!entry.integrity) throw forbidden(name, entry.resolved ?? 'no integrity');
}

function checkDeclaredSpecs(
  path: string,
  entry: LockEntry,
  ownNames: ReadonlySet<string>,
) {
  const specs = { ...entry.dependencies, ...entry.optionalDependencies };
  for (const [name, spec] of Object.entries(specs)) {
    if (!isRegistrySpec(spec) && !ownNames.has(name)) {
      throw forbidden(name, spec, path ? nameOfPath(path) : undefined);
    }
  }
}

/** True for ranges, tags and `npm:` aliases; false for git, URLs, files and `owner/repo`. */
export function isRegistrySpec(spec: string): boolean {
  if (spec.startsWith('npm:')) return true;
  return semver.validRange(spec) !== null || /^[a-z][\w.-]*$/i.test(spec);
}

function forbidden(name: string, spec: string, by?: string): SceneshiftError {
  const who = by ? `'${by}' depends on '${name}'` : `The dependency '${name}'`;
  return new SceneshiftError(
    'PACK_SPEC_FORBIDDEN',
    `${who} as '${spec}', which is not a package of the registry; publish it there and depend on a version`,
  );
}

/** Finds where a dependency of the package at `path` is installed, as Node would look it up. */
export function findInstalled(
  lock: LockPackages,
  path: string,
  name: string,
): string | undefined {
  let directory = path;
  for (;;) {
    const candidate = directory
      ? `${directory}/node_modules/${name}`
      : `node_modules/${name}`;
    if (lock[candidate]) return candidate;
    if (!directory) return undefined;
    const cut = directory.lastIndexOf('/node_modules/');
    directory = cut < 0 ? '' : directory.slice(0, cut);
  }
}
