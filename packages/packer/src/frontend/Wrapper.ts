import type { PackSession } from '../pack/PackSession';
import type { SourcePackage } from '../source/SourcePackage';
import { findFrontendEntries, generateWrapper } from './frontendEntries';
import { readRecipe } from './Recipe';

/** The module that stands between the app and the plugin. */
export interface Wrapper {
  code: string;
  /** The recipe that it came from, if a person wrote it. */
  recipe?: string;
  /** Paths of pages that the code itself makes. */
  routes: string[];
}

/** The recipe's wrapper when there is a recipe, else one made from the features that the package declares. */
export async function chooseWrapper(
  source: SourcePackage,
  session: PackSession,
): Promise<Wrapper> {
  const { recipe: file } = session.options;
  if (file) {
    const recipe = await readRecipe(file, source.manifest);
    return {
      code: recipe.wrapper,
      recipe: recipe.id,
      routes: recipe.routes,
    };
  }
  const entries = await findFrontendEntries(source);
  return {
    code: generateWrapper(source.manifest.name, entries),
    routes: [],
  };
}
