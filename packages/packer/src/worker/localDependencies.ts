import { join } from 'node:path';
import semver from 'semver';
import type { PackageManifest } from '../source/PackageManifest';
import type { Packument, RegistryClient } from './RegistryClient';

/**
 * Downloads the dependencies of a published package that only this registry has: those under the same
 * scope, or named as packages of the same plugin. The child that packs has no key to fetch them itself.
 */
export async function downloadLocalDependencies(
  manifest: PackageManifest,
  directory: string,
  client: RegistryClient,
): Promise<Record<string, string>> {
  const isOwn = ownPackages(manifest);
  const files: Record<string, string> = {};
  const queue = Object.entries(manifest.dependencies ?? {});
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [name, range] = next;
    if (files[name] || !isOwn(name)) continue;
    const packument = await client.packument(name);
    const version = packument && newest(packument, range);
    if (!version) continue;
    const file = join(directory, `${name.replace(/\W+/g, '-')}.tgz`);
    await client.download(version.dist.tarball, file);
    files[name] = file;
    queue.push(...Object.entries(version.dependencies ?? {}));
  }
  return files;
}

function ownPackages(manifest: PackageManifest): (name: string) => boolean {
  const scope = /^@[^/]+\//.exec(manifest.name)?.[0];
  const family = new Set(manifest.backstage?.pluginPackages ?? []);
  return name =>
    !name.startsWith('@backstage/') &&
    (family.has(name) || (scope !== undefined && name.startsWith(scope)));
}

function newest({ versions }: Packument, range: string) {
  const version = semver.maxSatisfying(Object.keys(versions), range);
  return version ? versions[version] : undefined;
}
