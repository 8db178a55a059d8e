import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { VersionKey } from '../database/rows';

/** The package is not here. */
export function packageNotFound(name: string): SceneshiftError {
  return new SceneshiftError(
    'PACKAGE_NOT_FOUND',
    `There is no package ${name} in this organization: publish or import it, or set this registry for your own scopes only`,
  );
}

/** The version has no such artifact. */
export function artifactNotFound(
  key: VersionKey,
  digest: string,
): SceneshiftError {
  return new SceneshiftError(
    'ARTIFACT_NOT_FOUND',
    `${key.name}@${key.version} has no artifact ${digest}`,
  );
}
