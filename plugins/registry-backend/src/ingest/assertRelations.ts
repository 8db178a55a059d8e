import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import { isObject } from './isObject';

const MAX_LENGTH = 256;
const MAX_ENTRIES = 1_000;

/** The author's words about other plugins: a fault in them is told at publish, and not when somebody wants to install. */
export function assertRelations(sceneshift: unknown): void {
  if (sceneshift === undefined) return;
  if (!isObject(sceneshift)) throw invalid('sceneshift', 'is not an object');
  const isRange = (text: string) => semver.validRange(text) !== null;
  const isVersion = (text: string) => semver.valid(text) === text;
  assertMap(sceneshift, 'requires', isRange, 'range of versions');
  assertMap(sceneshift, 'conflicts', isRange, 'range of versions');
  assertMap(sceneshift, 'provides', isVersion, 'version');
}

function assertMap(
  sceneshift: Record<string, unknown>,
  member: string,
  isValid: (text: string) => boolean,
  what: string,
): void {
  const map = sceneshift[member];
  if (map === undefined) return;
  const field = `sceneshift.${member}`;
  if (!isObject(map)) throw invalid(field, 'is not an object');
  const entries = Object.entries(map);
  if (entries.length > MAX_ENTRIES) {
    throw invalid(field, `has more than ${MAX_ENTRIES} entries`);
  }
  for (const [name, value] of entries) {
    const fits =
      typeof value === 'string' &&
      value.length <= MAX_LENGTH &&
      name.length <= MAX_LENGTH &&
      isValid(value);
    if (fits) continue;
    const shown = JSON.stringify(value).slice(0, 60);
    throw invalid(
      field,
      `says ${shown} for ${name.slice(0, 60)}, which is no ${what}`,
    );
  }
}

function invalid(field: string, what: string): SceneshiftError {
  return new SceneshiftError(
    'PACKAGE_JSON_INVALID',
    `The field ${field} of the package.json ${what}`,
  );
}
