import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  SceneshiftError,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import { z } from 'zod';
import { ownFolder } from '../ownFolder';

const library = z.object({
  version: z.string(),
  exports: z.record(z.string(), z.array(z.string())).optional(),
});

const baselineSchema = z.object({
  formatVersion: z.literal(1),
  release: z.string(),
  node: z.string(),
  backend: z.record(z.string(), library),
  frontend: z.record(z.string(), library),
  shared: z.record(z.string(), z.string()),
  toolchain: z.record(z.string(), z.string()),
});

/** The release that is packed against when nothing else is said. */
export const DEFAULT_RELEASE = '1.55.0';

/**
 * Loads a baseline from a URL, a file, or, for a release such as `1.55.0`, from those that come along.
 *
 * @public
 */
export async function loadBaseline(
  location: string = DEFAULT_RELEASE,
): Promise<Baseline> {
  const text = await readText(location);
  try {
    return baselineSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `'${location}' is not a baseline; make one with 'sceneshift baseline create'`,
      { cause: error },
    );
  }
}

async function readText(location: string): Promise<string> {
  if (/^https?:\/\//.test(location)) return await fetchText(location);
  const file = /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(location)
    ? findBundled(location)
    : location;
  if (file && existsSync(file)) return await readFile(file, 'utf8');
  throw new SceneshiftError(
    'BASELINE_NOT_FOUND',
    `There is no baseline '${location}'; pass a file or a URL, or make one with 'sceneshift baseline create'`,
  );
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (response.ok) return await response.text();
  throw new SceneshiftError(
    'BASELINE_NOT_FOUND',
    `'${url}' answered ${response.status} instead of a baseline`,
  );
}

/** `baselines/<release>.json` in the nearest folder above this one. */
function findBundled(release: string): string | undefined {
  for (let folder = ownFolder; ; folder = dirname(folder)) {
    const file = join(folder, 'baselines', `${release}.json`);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}
