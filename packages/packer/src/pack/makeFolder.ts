import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';

/**
 * Makes a folder that a person named, and those above it. Node's recursive `mkdir` tries forever, and cannot be
 * interrupted, where a file system answers "no such file" for what it does not let anybody make, as /proc does.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makePath(resolve(folder));
  } catch (error) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `The folder '${folder}' cannot be made: ${error}. Name one that you may write to`,
      { cause: error },
    );
  }
}

async function makePath(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makePath(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
