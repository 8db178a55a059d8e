import { isDeepStrictEqual } from 'node:util';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { isObject } from '../ingest/isObject';
import type { PackageFacts } from '../ingest/types';

/** Members that decide what is installed and hosted. Others (README, scripts …) clients may normalize as they like. */
const COMPARED = [
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'backstage',
];

/**
 * Refuses a tarball that is not what its publisher says: a client could show one manifest and deliver another.
 *
 * @throws SceneshiftError `METADATA_MISMATCH`
 */
export function assertNameAndVersion(
  facts: PackageFacts,
  stated: { name: string; version: string },
): void {
  const { name, version } = facts.packageJson;
  if (name === stated.name && version === stated.version) return;
  throw mismatch(
    `The tarball holds ${name}@${version}, not ${stated.name}@${stated.version}`,
  );
}

/** Compares the metadata that an npm client sends beside the tarball with the tarball's own. */
export function assertSameMetadata(
  facts: PackageFacts,
  metadata: Record<string, unknown>,
): void {
  assertNameAndVersion(facts, {
    name: String(metadata.name),
    version: String(metadata.version),
  });
  for (const field of COMPARED) {
    const own = meaning(facts.packageJson, field);
    if (!isDeepStrictEqual(own, meaning(metadata, field))) {
      throw mismatch(
        `The field ${field} of the metadata is not the one in the tarball's package.json`,
      );
    }
  }
  const { integrity } = isObject(metadata.dist)
    ? metadata.dist
    : { integrity: undefined };
  if (typeof integrity === 'string') assertIntegrity(facts, integrity);
}

/** @throws SceneshiftError `INTEGRITY_MISMATCH` */
export function assertIntegrity(facts: PackageFacts, stated: string): void {
  if (stated.split(/\s+/).includes(facts.integrity)) return;
  throw new SceneshiftError(
    'INTEGRITY_MISMATCH',
    `The tarball has the integrity ${facts.integrity}, not ${stated}: it was changed on the way`,
  );
}

/** npm lists optional dependencies under `dependencies` too, and leaves empty maps out or in. */
function meaning(manifest: Record<string, unknown>, field: string): unknown {
  const value = manifest[field];
  if (!isObject(value)) return value ?? {};
  if (field !== 'dependencies') return value;
  const optional = isObject(manifest.optionalDependencies)
    ? manifest.optionalDependencies
    : {};
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !(name in optional)),
  );
}

function mismatch(message: string): SceneshiftError {
  return new SceneshiftError('METADATA_MISMATCH', message);
}
