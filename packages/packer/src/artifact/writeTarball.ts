import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as tar from 'tar';

/** Every regular file under a folder as POSIX paths relative to it, sorted by code unit. */
export async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => path.slice(directory.length + 1).replaceAll('\\', '/'))
    .sort(byCodeUnit);
}

/** Orders strings the same on every machine, which a locale does not. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Writes a gzipped tarball that depends on nothing but paths and bytes: sorted, no folders, no owners, no
 * times, one mode. `first` is put before all others.
 */
export async function writeTarball(
  directory: string,
  file: string,
  options: { prefix?: string; first?: string } = {},
) {
  const files = await listFiles(directory);
  const ordered = [
    ...files.filter(path => path === options.first),
    ...files.filter(path => path !== options.first),
  ];
  await tar.create(
    {
      file,
      cwd: directory,
      prefix: options.prefix,
      gzip: { level: 9, portable: true },
      portable: true,
      noDirRecurse: true,
      strict: true,
      mtime: new Date(0),
      onWriteEntry: entry => {
        entry.path = entry.path.replace(/^\.\//, '');
        if (entry.stat) entry.stat.mode = 0o100644;
      },
    },
    // A leading @ would mean "the entries of this archive" to tar.
    ordered.map(path => `./${path}`),
  );
}
