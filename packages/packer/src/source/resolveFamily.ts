import { splitModuleSpecifier } from '@sceneshift/backstage-platform-common';
import { PackSession } from '../pack/PackSession';
import type { PackOptions } from '../pack/types';
import { readManifest } from './PackageManifest';
import { resolveSource } from './resolveSource';

/**
 * The given specs and, at their newest versions, the other packages that they name in
 * `backstage.pluginPackages`. Libraries come first: plugins depend on them.
 *
 * @public
 */
export async function resolveFamily(
  specs: string[],
  options: PackOptions,
): Promise<string[]> {
  const given = new Set(specs.map(nameOfSpec));
  const relatives = new Set<string>();
  for (const spec of specs) {
    const names = await readFamily(spec, options);
    names.filter(name => !given.has(name)).forEach(name => relatives.add(name));
  }
  const forced = options.overrides ?? {};
  const added = [...relatives]
    .sort()
    .map(name => (forced[name] ? `${name}@${forced[name]}` : name));
  return [...added, ...specs];
}

function nameOfSpec(spec: string): string {
  const at = spec.lastIndexOf('@');
  const name = at > 0 ? spec.slice(0, at) : spec;
  return splitModuleSpecifier(name).packageName;
}

async function readFamily(
  spec: string,
  options: PackOptions,
): Promise<string[]> {
  return await PackSession.use(options, async session => {
    const { directory } = await resolveSource(spec, session);
    const { backstage } = await readManifest(directory);
    return backstage?.pluginPackages ?? [];
  });
}
