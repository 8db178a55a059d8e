import semver from 'semver';
import {
  checkLinks,
  type ArtifactManifest,
  type Baseline,
  type LinkError,
} from '@sceneshift/backstage-platform-common';
import type { VersionDetails } from '@sceneshift/backstage-plugin-registry-common';

/** The releases whose hosts can load a version, or why there is none. */
export type Linked =
  | { releases: string[]; manifest: ArtifactManifest }
  | { reason: string };

const NO_ARTIFACT =
  'it has no artifact yet: it is being packed, or packing failed';

/** One of two copies of these in a page breaks it; others only cost bytes. */
const SINGLETONS = /^react(-dom|-router|-router-dom)?$/;

/**
 * Checks a version against every known release. Not the ranges that its author declared decide, but whether what its code
 * imports exists: linked fits, not linked does not, unchecked is not installable.
 */
export function linkVersion(
  details: VersionDetails,
  manifests: ArtifactManifest[],
  baselines: Baseline[],
): Linked {
  const fault = uncheckedReason(details, manifests);
  const [manifest] = manifests;
  if (fault !== undefined || !manifest) {
    return { reason: fault ?? NO_ARTIFACT };
  }
  const releases = baselines
    .filter(baseline =>
      manifests.some(candidate => faultOf(candidate, baseline) === undefined),
    )
    .map(({ release }) => release);
  if (releases.length > 0) return { releases, manifest };
  return { reason: reasonOf(manifest, baselines) };
}

/** A check that failed for one artifact does not matter when there is another. */
function uncheckedReason(
  { verdicts }: VersionDetails,
  manifests: ArtifactManifest[],
): string | undefined {
  const counts =
    manifests.length > 0 ? ['structure'] : ['structure', 'artifact'];
  const open = verdicts.find(
    ({ check, state }) => counts.includes(check) && state !== 'PASSED',
  );
  return open && (open.message ?? `the check '${open.check}' is ${open.state}`);
}

/** Whether an artifact runs on what this control plane runs on. */
export function isForThisPlatform({ platform }: { platform: string }): boolean {
  return (
    platform === 'any' ||
    platform.startsWith(`${process.platform}-${process.arch}`)
  );
}

function reasonOf(manifest: ArtifactManifest, baselines: Baseline[]): string {
  const [newest] = baselines;
  if (!newest) return 'no Backstage release is known to check it against';
  return `${faultOf(
    manifest,
    newest,
  )} (the newest known release; older ones do not fit either)`;
}

function faultOf(
  manifest: ArtifactManifest,
  baseline: Baseline,
): string | undefined {
  return manifest.role.startsWith('backend')
    ? linkFault(checkLinks(manifest.imports, baseline), baseline.release)
    : sharedFault(manifest, baseline);
}

function linkFault(errors: LinkError[], release: string): string | undefined {
  if (errors.length === 0) return undefined;
  const names = errors
    .slice(0, 5)
    .map(({ module, name }) => (name ? `${name} from ${module}` : module));
  const more = errors.length > 5 ? ` and ${errors.length - 5} more` : '';
  return `it imports what hosts of Backstage ${release} do not have: ${names.join(
    ', ',
  )}${more}`;
}

/** Frontends carry their libraries; only what the app shares with them can be wrong. */
function sharedFault(
  { frontend }: ArtifactManifest,
  { shared, release }: Baseline,
): string | undefined {
  for (const { name, requiredVersion } of frontend?.shared ?? []) {
    const present = shared[name];
    if (!present || !requiredVersion || !SINGLETONS.test(name)) continue;
    const fits = semver.satisfies(present, requiredVersion, {
      includePrerelease: true,
    });
    if (!fits)
      return `it needs ${name} ${requiredVersion}, and the app of Backstage ${release} has ${present}`;
  }
  return undefined;
}
