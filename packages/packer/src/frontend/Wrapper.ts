import type { PackSession } from '../pack/PackSession';
import type { SourcePackage } from '../source/SourcePackage';
import { findFrontendEntries, generateWrapper } from './frontendEntries';
import { readRecipe } from './Recipe';

/** The module that stands between the app and the plugin. */
export interface Wrapper {
  code: string;
  /** The recipe that it came from, if a person wrote it. */
  recipe?: string;
}

/** The recipe's wrapper when there is a recipe, else one made from the features that the package declares. */
export async function chooseWrapper(
  source: SourcePackage,
  session: PackSession,
): Promise<Wrapper> {
  const { recipe: file } = session.options;
  if (file) {
    const recipe = await readRecipe(file, source.manifest);
    return { code: recipe.wrapper, recipe: recipe.id };
  }
  const entries = await findFrontendEntries(source);
  return { code: generateWrapper(source.manifest.name, entries) };
}
