import {
  SceneshiftError,
  type ArtifactManifest,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import type { PackageManifest } from '../source/PackageManifest';

/** Libraries of which one page can have one copy only: that of the app. */
const SINGLETONS = ['react', 'react-dom', 'react-router', 'react-router-dom'];

type Shared = NonNullable<ArtifactManifest['frontend']>['shared'];

/** Refuses a plugin that was written for another major version of what the app shares with it. */
export function assertSharedPeers(
  manifest: PackageManifest,
  baseline: Baseline,
) {
  for (const name of SINGLETONS) {
    const range = rangeOf(manifest, name);
    const version = baseline.shared[name];
    if (!range || !version || semver.satisfies(version, range)) continue;
    throw new SceneshiftError(
      'LINK_FAILED',
      `${manifest.name}@${manifest.version} needs ${name} ${range}, but the app of Backstage ${baseline.release} shares ${name} ${version} with every plugin; look for a version that supports it`,
    );
  }
}

/**
 * What the remote shares, with the ranges of its package: the build tool writes `*` for all of them, by which no other release of
 * Backstage would ever be one too new.
 */
export function withPeerRanges(
  shared: Shared,
  manifest: PackageManifest,
): Shared {
  return shared.map(item => {
    const range = SINGLETONS.includes(item.name)
      ? rangeOf(manifest, item.name)
      : undefined;
    return range ? { ...item, requiredVersion: range } : item;
  });
}

/** One that it brings as a dependency is the app's all the same. */
function rangeOf(
  { peerDependencies, dependencies }: PackageManifest,
  name: string,
): string | undefined {
  const range = peerDependencies?.[name] ?? dependencies?.[name];
  return range && semver.validRange(range) ? range : undefined;
}
