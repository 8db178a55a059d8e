import { createHash, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { collectPackageClosure, type InstalledPackage } from './packageClosure';
import { linkPackage } from './linkTree';
import { atOnce } from './slices';

/**
 * Where hosts run from: a directory that other users can read, with the host bundle and every package it needs.
 * Layouts of hosts lie below `hostsDirectory`, so that a plugin resolves the host's packages as its ancestors'.
 *
 * @public
 */
export interface HostRuntime {
  /** Changes with the host bundle and with any installed package. */
  key: string;
  directory: string;
  bundle: string;
  hostsDirectory: string;
  /** False when a start before has made it already. */
  created: boolean;
}

/** @public */
export interface HostRuntimeSource {
  /** The built host: `dist/host.cjs.js`. */
  bundle: string;
  /** The package whose dependencies hosts may use: the directory of `@sceneshift/plugin-host`. */
  packageDirectory: string;
}

/**
 * Makes the host runtime below `targetDirectory`, once per version: hard links where the file system allows, copies
 * otherwise. The checkout itself may lie where other users cannot look. The finished directory appears by one rename,
 * so its existence is the stamp, and a second call only computes the key.
 *
 * @public
 */
export function prepareHostRuntime(
  targetDirectory: string,
  source: HostRuntimeSource,
): HostRuntime {
  const packages = collectPackageClosure(source.packageDirectory);
  const key = runtimeKey(source.bundle, packages);
  const directory = join(targetDirectory, key);
  const created = !existsSync(directory);
  if (created) materialise(directory, source, packages);
  return {
    key,
    directory,
    bundle: join(directory, 'host', 'host.cjs.js'),
    hostsDirectory: join(directory, 'host', 'hosts'),
    created,
  };
}

function runtimeKey(bundle: string, packages: InstalledPackage[]): string {
  const hash = createHash('sha256').update(readFileSync(bundle));
  for (const { name, version, directory } of packages) {
    hash.update(`\n${name}@${version} ${directory}`);
  }
  return hash.digest('hex').slice(0, 16);
}

function materialise(
  directory: string,
  source: HostRuntimeSource,
  packages: InstalledPackage[],
): void {
  const work = `${directory}.${randomUUID()}.tmp`;
  // Hosts run as other users: a stricter mask of the caller must not lock them out.
  const umask = process.umask(0o022);
  try {
    mkdirSync(join(work, 'host', 'hosts'), { recursive: true, mode: 0o755 });
    for (const { directory: from } of packages) {
      const to = join(work, placeOf(from, source.packageDirectory));
      atOnce(linkPackage(from, to));
    }
    copyFileSync(source.bundle, join(work, 'host', 'host.cjs.js'));
    writeManifest(work);
    writeManifest(join(work, 'host'));
    publish(work, directory);
  } finally {
    process.umask(umask);
    rmSync(work, { recursive: true, force: true });
  }
}

/** Another process may have made the same runtime meanwhile; either one is complete. */
function publish(work: string, directory: string): void {
  try {
    renameSync(work, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}

/** Keeps nesting as it is: packages of the host package itself stay nearer than the hoisted ones. */
function placeOf(packagePath: string, hostPackage: string): string {
  const own = relative(hostPackage, packagePath);
  if (!own.startsWith('..')) return join('host', own);
  for (let base = dirname(hostPackage); ; base = dirname(base)) {
    const place = relative(join(base, 'node_modules'), packagePath);
    if (!place.startsWith('..')) return join('node_modules', place);
    if (base === dirname(base))
      throw new Error(`${packagePath} is out of reach`);
  }
}

function writeManifest(directory: string): void {
  // Node looks for the nearest manifest to tell CommonJS from ES modules.
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({ name: 'sceneshift-host-runtime', private: true }),
  );
}
