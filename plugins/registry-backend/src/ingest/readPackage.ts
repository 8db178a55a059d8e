import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { isObject } from './isObject';
import { PACKAGE_JSON_BYTES, parsePackageJson } from './packageJson';
import { readTarball, type Tarball } from './readTarball';
import { parseSafeJson } from './safeJson';
import type { IngestLimits, PackageFacts, PackageJson } from './types';

const README = /^readme(?:\.(?:md|markdown|txt))?$/i;
const README_BYTES = 512 * 1024;
/** Where packages keep a schema that was compiled when they were packed. */
const SCHEMA = /^(?:[^/]+\/)?[^/]*schema[^/]*\.json$/i;

/** Reads an npm tarball: its files, its package.json, README and configuration schema. */
export async function readPackage(
  file: string,
  limits: IngestLimits,
): Promise<PackageFacts> {
  const { entries, captured, ...facts } = await readTarball(file, {
    limits,
    algorithm: 'sha512',
    capture: path => wanted(withoutRoot(path)),
  });
  const texts = new Map(
    [...captured].map(([path, bytes]) => [withoutRoot(path), bytes]),
  );
  const packageJson = parsePackageJson(texts.get('package.json'));
  return {
    ...facts,
    files: entries.map(entry => toFile(entry)),
    packageJson,
    readme: findReadme(texts),
    configSchema: findSchema(packageJson, texts),
  };
}

/** npm puts everything into one folder, mostly `package`, which no one sees after unpacking. */
function withoutRoot(path: string): string {
  const slash = path.indexOf('/');
  if (slash < 0) {
    throw new SceneshiftError(
      'TARBALL_PATH_UNSAFE',
      `The file ${path} lies outside of the package's folder: pack with npm, pnpm or yarn`,
    );
  }
  return path.slice(slash + 1);
}

function wanted(path: string): number | undefined {
  if (path === 'package.json') return PACKAGE_JSON_BYTES;
  if (README.test(path)) return README_BYTES;
  return SCHEMA.test(path) ? PACKAGE_JSON_BYTES : undefined;
}

function toFile(entry: Tarball['entries'][number]) {
  const { size, mode, hash } = entry;
  return { path: withoutRoot(entry.path), size, mode, hash };
}

function findReadme(texts: Map<string, Buffer>): string | undefined {
  const name = [...texts.keys()].filter(path => README.test(path)).sort()[0];
  // PostgreSQL stores no NUL in text.
  return name && texts.get(name)?.toString('utf8').replaceAll('\0', '\ufffd');
}

/** The schema inside the package.json or in a JSON file of the tarball. TypeScript schemas come with the artifact. */
function findSchema(
  packageJson: PackageJson,
  texts: Map<string, Buffer>,
): Record<string, unknown> | undefined {
  const { configSchema } = packageJson;
  if (isObject(configSchema)) return configSchema;
  if (typeof configSchema !== 'string') return undefined;
  const bytes = texts.get(configSchema.replace(/^\.\//, ''));
  if (!bytes) return undefined;
  const schema = parseSafeJson(bytes.toString('utf8'), configSchema, {
    maxDepth: 64,
    maxKeys: 10_000,
  });
  return isObject(schema) ? schema : undefined;
}
