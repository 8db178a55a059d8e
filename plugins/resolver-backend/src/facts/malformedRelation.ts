import type { VersionFacts } from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';

const RANGES = [
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'conflicts',
  'requires',
] as const;
const MAX_RANGE = 256;
const known = new Map<string, boolean>();

/**
 * What is no range or no version among the relations of a version. One such version is left out of the choice; it does not keep
 * all others from being chosen.
 */
export function malformedRelation(facts: VersionFacts): string | undefined {
  for (const kind of RANGES) {
    for (const [name, range] of Object.entries(facts[kind] ?? {})) {
      if (!isRange(range)) {
        return `its ${kind} have '${shown(
          range,
        )}' for ${name}, which is no range of versions`;
      }
    }
  }
  for (const [name, version] of Object.entries(facts.provides ?? {})) {
    if (semver.valid(version) !== version) {
      return `it provides ${name} in '${shown(version)}', which is no version`;
    }
  }
  return undefined;
}

/** The same few ranges are asked about again and again. */
function isRange(range: string): boolean {
  if (range.length > MAX_RANGE) return false;
  let isValid = known.get(range);
  if (isValid === undefined) {
    isValid = range === 'backstage:^' || semver.validRange(range) !== null;
    if (known.size > 10_000) known.clear();
    known.set(range, isValid);
  }
  return isValid;
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
