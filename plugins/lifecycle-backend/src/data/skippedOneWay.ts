import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import semver from 'semver';
import {
  isBackendPackage,
  type LockedPackage,
  type LockedPlugin,
} from '../domain/GenerationContent';

/** Not more than this many versions are read; who skips more is taken to cross a one-way migration. */
const MAX_SKIPPED = 50;

/**
 * A version runs the migrations of all versions that are skipped on the way to it. Says which of them is one-way.
 *
 * @returns package and version, or undefined when there is none
 */
export async function skippedOneWay(
  registry: RegistryService,
  organizationId: string,
  { before, after }: { before: LockedPlugin; after: LockedPlugin },
): Promise<string | undefined> {
  for (const item of after.packages.filter(isBackendPackage)) {
    const old = before.packages.find(({ name }) => name === item.name);
    if (!old || !semver.gt(item.version, old.version)) continue;
    const versions = await versionsBetween(registry, organizationId, old, item);
    if (versions.length > MAX_SKIPPED) return `${item.name}@${versions[0]}`;
    for (const version of versions) {
      if (await isOneWay(registry, organizationId, item.name, version)) {
        return `${item.name}@${version}`;
      }
    }
  }
  return undefined;
}

async function versionsBetween(
  registry: RegistryService,
  organizationId: string,
  old: LockedPackage,
  item: LockedPackage,
): Promise<string[]> {
  const { versions } = await registry.getPackage(organizationId, item.name);
  return versions
    .map(({ version }) => version)
    .filter(
      version =>
        semver.valid(version) &&
        semver.gt(version, old.version) &&
        semver.lt(version, item.version),
    );
}

/** One that was never packed says nothing: then what is between counts as compatible, as it does without a declaration. */
async function isOneWay(
  registry: RegistryService,
  organizationId: string,
  name: string,
  version: string,
): Promise<boolean> {
  const { artifacts } = await registry.getVersion(
    organizationId,
    name,
    version,
  );
  const [artifact] = artifacts;
  if (!artifact) return false;
  const manifest = await registry.getArtifactManifest(
    organizationId,
    name,
    version,
    artifact.digest,
  );
  return manifest.backend?.migrations === 'one-way';
}
