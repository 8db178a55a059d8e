import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageManifest } from '../source/PackageManifest';
import { exportTarget } from './importTable';
import {
  isNode,
  nameOf,
  parseJavaScript,
  stringOf,
  visit,
  type SyntaxNode,
} from './syntax';

/** The published file behind an entry point, relative to the package. */
export function entryFile(
  manifest: PackageManifest,
  entry: string,
  conditions: string[],
): string | undefined {
  const target = exportTarget(manifest.exports, entry, conditions);
  if (target) return target.replace(/^\.\//, '');
  if (entry !== '.' || manifest.exports) return undefined;
  const main = conditions.includes('import')
    ? manifest.module ?? manifest.main
    : manifest.main;
  return (main ?? 'index.js').replace(/^\.\//, '');
}

/** The file of an entry point, if it exists and has a default export. */
export async function findDefaultExport(
  directory: string,
  manifest: PackageManifest,
  entry: string,
): Promise<string | undefined> {
  const isFrontend = manifest.backstage?.role?.startsWith('frontend');
  const conditions = isFrontend ? ['import', 'module'] : ['node', 'require'];
  const file = entryFile(manifest, entry, conditions);
  if (file === undefined) return undefined;
  const text = await readText(join(directory, file));
  return text !== undefined && hasDefaultExport(text) ? file : undefined;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** True for ES modules and CommonJS that export something as `default`. */
export function hasDefaultExport(text: string): boolean {
  let found = false;
  visit(parseJavaScript(text), node => {
    found ||= isDefaultExport(node);
  });
  return found;
}

function isDefaultExport(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'ExportDefaultDeclaration':
      return true;
    case 'ExportSpecifier':
      return nameOf(node.exported) === 'default';
    case 'AssignmentExpression':
      return isExportsDefault(node.left);
    case 'CallExpression':
      return isDefinedDefault(node);
    default:
      return false;
  }
}

/** `exports.default = …` and `module.exports = …`. */
function isExportsDefault(left: unknown): boolean {
  if (!isNode(left, 'MemberExpression')) return false;
  const object = nameOf(left.object);
  const property = nameOf(left.property);
  return (
    (object === 'exports' && property === 'default') ||
    (object === 'module' && property === 'exports')
  );
}

/** `Object.defineProperty(exports, 'default', …)`. */
function isDefinedDefault(node: SyntaxNode): boolean {
  const [target, key] = node.arguments as unknown[];
  return nameOf(target) === 'exports' && stringOf(key) === 'default';
}
