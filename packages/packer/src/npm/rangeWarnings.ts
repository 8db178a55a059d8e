import semver from 'semver';
import type {
  ArtifactManifest,
  BaselinePackage,
} from '@sceneshift/backstage-platform-common';
import type { PackageManifest } from '../source/PackageManifest';

type RangeWarning = ArtifactManifest['rangeWarnings'][number];

/**
 * Declared `@backstage/*` ranges that the baseline does not satisfy. A caret on a 0.x version fails at
 * every minor release although almost nothing broke, so these warn and never decide.
 */
export function findRangeWarnings(
  manifest: PackageManifest,
  libraries: Record<string, BaselinePackage>,
): RangeWarning[] {
  const declared = { ...manifest.peerDependencies, ...manifest.dependencies };
  return Object.entries(declared)
    .filter(([name]) => name.startsWith('@backstage/'))
    .map(([name, range]) => ({
      name,
      range,
      present: libraries[name]?.version,
    }))
    .filter(
      ({ range, present }) =>
        !present ||
        !semver.satisfies(present, range, { includePrerelease: true }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
