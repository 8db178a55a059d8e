import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a package of given files into a folder; `package.json` gets a name and a version where it has none. */
export async function writePackage(
  directory: string,
  manifest: Record<string, unknown>,
  files: Record<string, string> = {},
): Promise<string> {
  const complete = { name: '@test/plugin', version: '1.0.0', ...manifest };
  const all = { ...files, 'package.json': JSON.stringify(complete) };
  for (const [path, text] of Object.entries(all)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return directory;
}
