import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackSession } from '../pack/PackSession';
import type { SourcePackage } from '../source/SourcePackage';
import { createInstallManifest, writeStubs, type HostStub } from './hostStubs';
import { checkLock, readLock, type LockPackages } from './lockfile';
import { findPrivatePackages } from './privatePackages';

/** The private dependencies of a plugin, installed and checked. */
export interface PrivateInstall {
  directory: string;
  lock: LockPackages;
  /** Lock paths of the packages that the artifact may carry. */
  paths: string[];
}

/** Installs what the host does not supply, into a folder of its own, and checks where it came from. */
export async function installPrivate(options: {
  session: PackSession;
  source: SourcePackage;
  name: string;
  stubs: HostStub[];
  isHost(name: string): boolean;
  platform: 'backend' | 'frontend';
}): Promise<PrivateInstall> {
  const { session, source, stubs } = options;
  const directory = join(session.workDir, options.name);
  const stubDirectory = join(session.workDir, `${options.name}-host`);
  const locals = Object.entries(source.localPackages);
  const manifest = createInstallManifest({
    manifest: source.manifest,
    stubDirectory,
    stubs,
    forced: {
      ...session.options.overrides,
      ...Object.fromEntries(
        locals.map(([name, file]) => [name, `file:${file}`]),
      ),
    },
    includePeers: options.platform === 'backend',
  });
  await mkdir(directory, { recursive: true });
  await writeStubs(stubDirectory, stubs);
  await writeFile(
    join(directory, 'package.json'),
    JSON.stringify(manifest, null, 2),
  );
  session.report('install', 'installing private dependencies');
  await session.npm.install(directory, {
    legacyPeerDeps: options.platform === 'frontend',
  });
  const lock = await readLock(directory);
  checkLock(
    lock,
    new Set([...stubs.map(stub => stub.name), ...locals.map(([name]) => name)]),
  );
  return { directory, lock, paths: findPrivatePackages(lock, options.isHost) };
}

/** The bill of materials of some installed packages. */
export function listPackages(lock: LockPackages, paths: string[]) {
  return paths.map(path => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 13),
    version: lock[path]?.version ?? '0.0.0',
    integrity: lock[path]?.integrity,
  }));
}
