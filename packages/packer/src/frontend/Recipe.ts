import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PackageManifest } from '../source/PackageManifest';

const recipeSchema = z.strictObject({
  /** The package that the recipe is for. */
  package: z.string(),
  /** The versions that it was written for. */
  versions: z.string().default('*'),
  /** What the wrapper makes of the package, for people. */
  description: z.string().optional(),
  /** Paths of the pages that the wrapper makes, for the check of route conflicts. */
  routes: z.array(z.string().startsWith('/')).default([]),
  /** TypeScript with JSX whose default export is a feature of the new frontend system. */
  wrapper: z.string(),
});

/**
 * What a person decided for a plugin of the old frontend system: which of its exports is a page, a tab or
 * a card. Its wrapper takes the place of the generated one.
 */
export interface Recipe {
  /** File name and content hash, recorded in the artifact. */
  id: string;
  wrapper: string;
  routes: string[];
}

/** Reads a recipe file and checks that it is for this package. */
export async function readRecipe(
  file: string,
  manifest: PackageManifest,
): Promise<Recipe> {
  const text = await readText(file);
  const recipe = parseRecipe(file, text);
  const fits =
    recipe.package === manifest.name &&
    semver.satisfies(manifest.version, recipe.versions);
  if (!fits) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `The recipe '${basename(file)}' is for ${recipe.package} ${
        recipe.versions
      }, not for ${manifest.name}@${manifest.version}`,
    );
  }
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const { wrapper, routes } = recipe;
  return { id: `${basename(file)}#${hash}`, wrapper, routes };
}

/** For packages that no recipe can be for: a flag that does nothing would look as if it had worked. */
export function refuseRecipe(file: string, { name }: PackageManifest): never {
  throw new SceneshiftError(
    'INPUT_INVALID',
    `The recipe '${file}' cannot be used: ${name} is no frontend plugin, and only those have wrappers. Leave the recipe out`,
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `The recipe '${file}' cannot be read`,
      { cause: error },
    );
  }
}

function parseRecipe(file: string, text: string) {
  try {
    return recipeSchema.parse(parse(text));
  } catch (error) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `The recipe '${file}' needs the members 'package' and 'wrapper': ${
        error instanceof z.ZodError ? z.prettifyError(error) : error
      }`,
      { cause: error },
    );
  }
}
