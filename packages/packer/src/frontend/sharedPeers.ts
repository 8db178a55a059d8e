import {
  SceneshiftError,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import type { PackageManifest } from '../source/PackageManifest';

/** Libraries of which one page can have one copy only. */
const SINGLETONS = ['react', 'react-dom'];

/** Refuses a plugin that was written for another major version of what the app shares with it. */
export function assertSharedPeers(
  manifest: PackageManifest,
  baseline: Baseline,
) {
  for (const name of SINGLETONS) {
    const range = manifest.peerDependencies?.[name];
    const version = baseline.shared[name];
    if (!range || !version || semver.satisfies(version, range)) continue;
    throw new SceneshiftError(
      'LINK_FAILED',
      `${manifest.name}@${manifest.version} needs ${name} ${range}, but the app of Backstage ${baseline.release} shares ${name} ${version} with every plugin; look for a version that supports it`,
    );
  }
}
