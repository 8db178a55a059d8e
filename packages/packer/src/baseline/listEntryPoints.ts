import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface LibraryManifest {
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  exports?: Record<string, unknown> | string;
  backstage?: { role?: string };
}

/** The package.json of an installed library, or nothing where it is not installed. */
export async function readLibrary(
  nodeModules: string,
  name: string,
): Promise<LibraryManifest | undefined> {
  try {
    const file = join(nodeModules, name, 'package.json');
    return JSON.parse(await readFile(file, 'utf8')) as LibraryManifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The entry points of a library that are JavaScript (`.`, `./alpha`). */
export function listEntryPoints(manifest: LibraryManifest): string[] {
  if (typeof manifest.exports !== 'object') return ['.'];
  return Object.keys(manifest.exports)
    .filter(entry => entry === '.' || entry.startsWith('./'))
    .filter(entry => !/\.(json|css|svg)$/.test(entry) && !entry.includes('*'))
    .sort();
}
