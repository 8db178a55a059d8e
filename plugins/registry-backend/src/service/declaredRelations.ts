import type { RegistryVersionFacts } from '@sceneshift/backstage-plugin-registry-common';
import { isObject } from '../ingest/isObject';
import type { PackageJson } from '../ingest/types';
import {
  readBackstageFields,
  readRelations,
  stringMap,
} from './backstageFields';

const FIELDS = [
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'backstage',
  'sceneshift',
] as const;

/** The part of a package.json that choices of versions depend on, at its place. Its members are still the author's. */
export type DeclaredRelations = Partial<
  Record<(typeof FIELDS)[number], unknown>
>;

/** The relations of a version in the words of {@link RegistryVersionFacts}. */
type Relations = Pick<
  RegistryVersionFacts,
  | 'pluginPackages'
  | 'backstageRanges'
  | 'peerDependencies'
  | 'peerDependenciesMeta'
  | 'optionalDependencies'
  | 'requires'
  | 'conflicts'
  | 'provides'
>;

/** What is stored beside the package.json: of the dependencies, which artifacts bring along, only those on Backstage. */
export function pickRelations(packageJson: PackageJson): DeclaredRelations {
  const picked = FIELDS.filter(field => packageJson[field] !== undefined).map(
    field => [field, packageJson[field]],
  );
  const relations: DeclaredRelations = Object.fromEntries(picked);
  const { dependencies } = relations;
  return dependencies === undefined
    ? relations
    : { ...relations, dependencies: onBackstage(stringMap(dependencies)) };
}

/** Empty members are left out. */
export function readDeclared(declared: DeclaredRelations): Relations {
  const peers = stringMap(declared.peerDependencies);
  const { pluginPackages } = readBackstageFields(declared);
  const relations: Relations = {
    pluginPackages,
    backstageRanges: {
      ...onBackstage(stringMap(declared.dependencies)),
      ...onBackstage(peers),
    },
    peerDependencies: exceptBackstage(peers),
    peerDependenciesMeta: readPeersMeta(declared.peerDependenciesMeta),
    optionalDependencies: stringMap(declared.optionalDependencies),
    ...readRelations(declared),
  };
  return Object.fromEntries(
    Object.entries(relations).filter(
      ([, value]) => value && Object.keys(value).length > 0,
    ),
  );
}

/** Which peers are optional; npm knows nothing else of them. */
export function readPeersMeta(
  value: unknown,
): Record<string, { optional: true }> {
  if (!isObject(value)) return {};
  const optional = Object.entries(value).filter(
    ([, meta]) => isObject(meta) && meta.optional === true,
  );
  return Object.fromEntries(
    optional.map(([name]) => [name, { optional: true }]),
  );
}

function onBackstage(ranges: Record<string, string>): Record<string, string> {
  return filterNames(ranges, isOfBackstage);
}

function exceptBackstage(
  ranges: Record<string, string>,
): Record<string, string> {
  return filterNames(ranges, name => !isOfBackstage(name));
}

function isOfBackstage(name: string): boolean {
  return name.startsWith('@backstage/');
}

function filterNames(
  ranges: Record<string, string>,
  test: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ranges).filter(([name]) => test(name)),
  );
}
