import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { assertRelations } from './assertRelations';
import { isObject } from './isObject';
import { parseSafeJson } from './safeJson';
import type { PackageJson } from './types';

export const PACKAGE_JSON_BYTES = 256 * 1024;
const MAX_RANGE = 256;
const MAX_DEPENDENCIES = 1_000;
const PLUGIN_ID = /^[a-z][a-z0-9._-]{0,99}$/i;
const DEPENDENCY_FIELDS = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
];

/** Parses a package.json and checks the shape of what the registry relies on. */
export function parsePackageJson(bytes: Buffer | undefined): PackageJson {
  if (!bytes) {
    throw invalid(
      `The tarball has no package.json, or one of more than ${PACKAGE_JSON_BYTES} bytes`,
    );
  }
  const text = bytes.toString('utf8');
  const value = parseSafeJson(text, 'package.json', {
    maxDepth: 20,
    maxKeys: 2_000,
  });
  if (!isObject(value)) throw invalid('The package.json is not an object');
  // PostgreSQL stores no NUL in text.
  if (/\\u0000/.test(text))
    throw invalid('The package.json has a NUL character');
  assertStrings(value);
  for (const field of DEPENDENCY_FIELDS) assertDependencies(value, field);
  assertRelations(value.sceneshift);
  return value as PackageJson;
}

function assertStrings(value: Record<string, unknown>): void {
  for (const field of ['name', 'version']) {
    if (typeof value[field] !== 'string') {
      throw invalid(`The package.json has no ${field}`);
    }
  }
  assertBackstage(value.backstage);
}

function assertBackstage(backstage: unknown): void {
  if (backstage === undefined) return;
  if (!isObject(backstage)) {
    throw invalid('The field backstage of the package.json is not an object');
  }
  const { role, pluginId } = backstage;
  if (role !== undefined && typeof role !== 'string') {
    throw invalid('The field backstage.role of the package.json is no text');
  }
  if (pluginId === undefined) return;
  if (typeof pluginId === 'string' && PLUGIN_ID.test(pluginId)) return;
  throw invalid(
    'The field backstage.pluginId of the package.json must begin with a letter and have at most 100 letters, digits, dots, hyphens and underscores',
  );
}

function assertDependencies(
  packageJson: Record<string, unknown>,
  field: string,
): void {
  const dependencies = packageJson[field];
  if (dependencies === undefined) return;
  const ranges = isObject(dependencies) ? Object.values(dependencies) : [0];
  const wrong = ranges.some(
    range => typeof range !== 'string' || range.length > MAX_RANGE,
  );
  if (wrong || ranges.length > MAX_DEPENDENCIES) {
    throw invalid(
      `The field ${field} of the package.json must hold at most ${MAX_DEPENDENCIES} ranges of at most ${MAX_RANGE} characters`,
    );
  }
}

function invalid(message: string): SceneshiftError {
  return new SceneshiftError('PACKAGE_JSON_INVALID', message);
}
