import type {
  RegistryArtifactFacts,
  RegistryVersionFacts,
} from '@sceneshift/backstage-plugin-registry-common';

/** Release to why its hosts cannot load a version. */
export type Faults = Record<string, string>;

/** The releases whose hosts can load a version and why others cannot, or why there is none. */
export type Linked =
  | { releases: string[]; faults: Faults }
  | { reason: string };

const NO_ARTIFACT =
  'it has no artifact yet: it is being packed, or packing failed';

/**
 * Where a version can be loaded. Not the ranges that its author declared decide, but the link check: linked fits, not linked does
 * not, unchecked is not installable.
 *
 * @param known - releases, newest first
 */
export function linkedReleases(
  version: RegistryVersionFacts,
  known: string[],
): Linked {
  const artifacts = version.artifacts.filter(isForThisPlatform);
  const fault = uncheckedReason(version, artifacts);
  const [first] = artifacts;
  if (fault !== undefined || !first) return { reason: fault ?? NO_ARTIFACT };
  const releases = known.filter(release =>
    artifacts.some(artifact => faultIn(artifact, release) === undefined),
  );
  if (releases.length > 0) {
    const faults = known
      .filter(release => !releases.includes(release))
      .map(release => [release, faultIn(first, release)]);
    return { releases, faults: Object.fromEntries(faults) };
  }
  return { reason: reasonOf(first, known) };
}

/** A check that failed for one artifact does not matter when there is another. */
function uncheckedReason(
  { unpassed = [] }: RegistryVersionFacts,
  artifacts: RegistryArtifactFacts[],
): string | undefined {
  const counts =
    artifacts.length > 0 ? ['structure'] : ['structure', 'artifact'];
  return unpassed.find(({ check }) => counts.includes(check))?.reason;
}

/** Whether an artifact runs on what this control plane runs on. */
function isForThisPlatform({ platform }: { platform: string }): boolean {
  return (
    platform === 'any' ||
    platform.startsWith(`${process.platform}-${process.arch}`)
  );
}

function faultIn(
  { links }: RegistryArtifactFacts,
  release: string,
): string | undefined {
  const link = links.find(item => item.release === release);
  return link ? link.fault : `it was not checked against Backstage ${release}`;
}

function reasonOf(artifact: RegistryArtifactFacts, known: string[]): string {
  const [newest] = known;
  if (newest === undefined) {
    return 'no Backstage release is known to check it against';
  }
  return `${faultIn(
    artifact,
    newest,
  )} (the newest known release; older ones do not fit either)`;
}
