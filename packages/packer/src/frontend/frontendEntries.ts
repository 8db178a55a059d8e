import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { findDefaultExport } from '../imports/defaultExport';
import type { SourcePackage } from '../source/SourcePackage';

const FEATURES = ['@backstage/FrontendPlugin', '@backstage/FrontendModule'];

/**
 * The entry points whose default exports are features of the new frontend system: those that the package
 * declares, else the first of `./alpha` and `.` that has a default export.
 */
export async function findFrontendEntries(
  source: SourcePackage,
): Promise<string[]> {
  const { directory, manifest } = source;
  const features = Object.entries(manifest.backstage?.features ?? {});
  const declared = FEATURES.flatMap(type =>
    features.filter(([, value]) => value === type).map(([entry]) => entry),
  );
  if (declared.length > 0) return declared;
  for (const entry of ['./alpha', '.']) {
    if (await findDefaultExport(directory, manifest, entry)) return [entry];
  }
  if (existsSync(join(directory, 'dist-scalprum'))) {
    throw new SceneshiftError(
      'PACK_ROLE_UNSUPPORTED',
      `${manifest.name} is an export for another portal (dist-scalprum), already bundled and without its modules; pack the package that it was made from`,
    );
  }
  throw new SceneshiftError(
    'PACK_NO_FEATURE',
    `${manifest.name} exports no feature of the new frontend system (no default export in '.' or './alpha'). Pass a recipe file with --recipe that says which of its exports is a page, a tab or a card`,
  );
}

/** The wrapper module that exposes some entry points as one default export. */
export function generateWrapper(name: string, entries: string[]): string {
  const specifiers = entries.map(entry => `${name}${entry.slice(1)}`);
  const [first, ...more] = specifiers;
  if (more.length === 0) return `export { default } from '${first}';\n`;
  const imports = specifiers.map(
    (specifier, index) => `import feature${index} from '${specifier}';\n`,
  );
  const names = specifiers.map((_, index) => `feature${index}`).join(', ');
  return [
    `import { createFrontendFeatureLoader } from '@backstage/frontend-plugin-api';\n`,
    ...imports,
    `export default createFrontendFeatureLoader({ loader: async () => [${names}] });\n`,
  ].join('');
}
