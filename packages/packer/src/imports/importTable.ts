import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import {
  SceneshiftError,
  splitModuleSpecifier,
  type ImportTable,
} from '@sceneshift/backstage-platform-common';
import { byCodeUnit } from '../artifact/writeTarball';
import { readModuleImports, type ModuleImports } from './moduleImports';

const HOST_SCOPE = '@backstage/';

/**
 * The names that a laid-out package takes from the host, found by following its imports from the entry
 * file through its own files and through those of its private dependencies that can reach a host library.
 *
 * Only code that can be loaded counts: a dependency that is declared and never imported is nobody's problem.
 */
export function createImportTable(options: {
  /** Folder of the laid-out package. */
  root: string;
  /** Files to begin with, relative to `root`. */
  entries: string[];
  /** Private packages from which a host library can be reached; others are not read. */
  follow: ReadonlySet<string>;
}): ImportTable {
  const table = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const queue = options.entries.map(entry => join(options.root, entry));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || !/\.[cm]?js$/.test(file)) continue;
    seen.add(file);
    for (const [specifier, names] of readFileImports(options.root, file)) {
      if (specifier.startsWith(HOST_SCOPE)) {
        const known = table.get(specifier) ?? new Set<string>();
        names.forEach(name => known.add(name));
        table.set(specifier, known);
      } else if (isFollowed(specifier, options.follow)) {
        queue.push(...resolveImport(file, specifier));
      }
    }
  }
  return sortTable(table);
}

function isFollowed(specifier: string, follow: ReadonlySet<string>): boolean {
  if (specifier.startsWith('.')) return true;
  return (
    !isBuiltin(specifier) &&
    follow.has(splitModuleSpecifier(specifier).packageName)
  );
}

function readFileImports(root: string, file: string): ModuleImports {
  const text = readFileSync(file, 'utf8');
  try {
    return readModuleImports(text);
  } catch (error) {
    throw new SceneshiftError(
      'PACK_BUILD_FAILED',
      `The file '${relative(root, file)
        .split(sep)
        .join(
          '/',
        )}' cannot be parsed as JavaScript, so its imports cannot be checked`,
      { cause: error },
    );
  }
}

/** Files that do not resolve are left to the plugin: many guard an optional `require` with try. */
function resolveImport(from: string, specifier: string): string[] {
  const require = createRequire(from);
  const candidates = specifier.startsWith('.')
    ? [specifier, `${specifier}.mjs`, `${specifier}/index.mjs`]
    : [specifier];
  for (const candidate of candidates) {
    try {
      return [require.resolve(candidate)];
    } catch {
      // Not there for `require`; there may be a module behind it that can only be imported.
    }
  }
  return specifier.startsWith('.') ? [] : resolveModuleOnly(require, specifier);
}

/** The entry of a package that can only be imported, never required. */
function resolveModuleOnly(
  require: NodeJS.Require,
  specifier: string,
): string[] {
  const { packageName, entry } = splitModuleSpecifier(specifier);
  for (const folder of require.resolve.paths(specifier) ?? []) {
    const directory = join(folder, packageName);
    const manifest = tryReadJson(join(directory, 'package.json'));
    if (manifest) {
      const target = exportTarget(manifest.exports, entry, ['node', 'import']);
      return target ? [join(directory, target)] : [];
    }
  }
  return [];
}

function tryReadJson(file: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file that an `exports` field gives for an entry point under some conditions. */
export function exportTarget(
  exports: unknown,
  entry: string,
  conditions: string[],
): string | undefined {
  if (typeof exports === 'string') return entry === '.' ? exports : undefined;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const map = exports as Record<string, unknown>;
  const isConditional = !Object.keys(map).some(key => key.startsWith('.'));
  if (isConditional && entry !== '.') return undefined;
  return pickTarget(isConditional ? map : map[entry], conditions);
}

function pickTarget(target: unknown, conditions: string[]): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return pickTarget(target[0], conditions);
  if (typeof target !== 'object' || target === null) return undefined;
  for (const [condition, value] of Object.entries(target)) {
    if (condition === 'default' || conditions.includes(condition)) {
      const picked = pickTarget(value, conditions);
      if (picked) return picked;
    }
  }
  return undefined;
}

function sortTable(table: Map<string, Set<string>>): ImportTable {
  return Object.fromEntries(
    [...table]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([module, names]) => [module, [...names].sort(byCodeUnit)]),
  );
}
