import {
  checkLinks,
  type ArtifactManifest,
  type Baseline,
  type LinkError,
} from '@sceneshift/backstage-platform-common';
import semver from 'semver';

/** What a manifest says about being loaded. @public */
export type LoadNeeds = Pick<ArtifactManifest, 'role' | 'imports'> & {
  frontend?: Pick<NonNullable<ArtifactManifest['frontend']>, 'shared'>;
};

const NAMES_SHOWN = 5;

/** One of two copies of these in a page breaks it; others only cost bytes. */
const SINGLETONS = /^react(-dom|-router|-router-dom)?$/;

/**
 * Why hosts or the app of a release cannot load an artifact; undefined when they can. Not the ranges that its author declared
 * decide, but whether what its code imports exists.
 *
 * @public
 */
export function loadFault(
  needs: LoadNeeds,
  baseline: Pick<Baseline, 'release' | 'backend' | 'shared'>,
): string | undefined {
  return needs.role.startsWith('backend')
    ? linkFault(checkLinks(needs.imports, baseline), baseline.release)
    : sharedFault(needs, baseline);
}

function linkFault(errors: LinkError[], release: string): string | undefined {
  if (errors.length === 0) return undefined;
  const names = errors
    .slice(0, NAMES_SHOWN)
    .map(({ module, name }) => (name ? `${name} from ${module}` : module));
  const rest = errors.length - names.length;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return `it imports what hosts of Backstage ${release} do not have: ${names.join(
    ', ',
  )}${more}`;
}

/** Frontends carry their libraries; only what the app shares with them can be wrong. */
function sharedFault(
  { frontend }: LoadNeeds,
  { shared, release }: Pick<Baseline, 'release' | 'shared'>,
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
