import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the bundler's output contains when the guard has spoken. */
export const GUARD_MARK = 'SCENESHIFT_BUILD_GUARD';

/**
 * Bundlers let a module name the loaders that it wants to be read with (`import './loader.js!./file'`), and a
 * loader is code that runs in the build. This preload refuses to load any code from the build's own folder,
 * where everything of the plugin and nothing of the tools lies: building a plugin must not execute it.
 */
function guardScript(forbidden: string): string {
  return `
const { pathToFileURL } = require('node:url');
const forbidden = pathToFileURL(${JSON.stringify(forbidden)}).href;
require('node:module').registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith(forbidden) && context.format !== 'json') {
      throw new Error('${GUARD_MARK}: ' + url.slice(forbidden.length));
    }
    return nextLoad(url, context);
  },
});
`;
}

/** Writes the preload for builds in a folder and says where it is. */
export async function writeBuildGuard(
  directory: string,
  forbidden: string,
): Promise<string> {
  const file = join(directory, 'build-guard.cjs');
  await writeFile(file, guardScript(forbidden));
  return file;
}
