import type { VersionFacts } from '../types';

/** What one version says about another package, or about a capability. */
export interface Relation {
  kind:
    | 'dependency'
    | 'peer'
    | 'optionalPeer'
    | 'optional'
    | 'conflict'
    | 'capability';
  /** A package name; a capability's name for `capability`. */
  target: string;
  /** As the author wrote it. */
  range: string;
}

/** Every relation of a version, in a fixed order. */
export function relationsOf(facts: VersionFacts): Relation[] {
  const found: Relation[] = [];
  collect(found, facts, 'dependency', facts.dependencies);
  collect(found, facts, 'peer', facts.peerDependencies);
  collect(found, facts, 'optionalPeer', facts.peerDependencies);
  collect(found, facts, 'optional', facts.optionalDependencies);
  collect(found, facts, 'conflict', facts.conflicts);
  collect(found, facts, 'capability', facts.requires);
  return found;
}

/** Whether the version has the very same relation. */
export function hasRelation(facts: VersionFacts, relation: Relation): boolean {
  const { kind, target, range } = relation;
  switch (kind) {
    case 'dependency':
      return (
        facts.dependencies?.[target] === range && !isOptional(facts, target)
      );
    case 'peer':
      return (
        facts.peerDependencies?.[target] === range &&
        !isOptionalPeer(facts, target)
      );
    case 'optionalPeer':
      return (
        facts.peerDependencies?.[target] === range &&
        isOptionalPeer(facts, target)
      );
    case 'optional':
      return facts.optionalDependencies?.[target] === range;
    case 'conflict':
      return facts.conflicts?.[target] === range;
    case 'capability':
      return facts.requires?.[target] === range;
    default:
      return false;
  }
}

/** Whether the relation brings its target in. */
export function isDemand({ kind }: Pick<Relation, 'kind'>): boolean {
  return kind === 'dependency' || kind === 'peer' || kind === 'optional';
}

/** Adds the names of all that a version brings in, for its own sake or where it fits. */
export function demandedBy(facts: VersionFacts, names: Set<string>) {
  const { dependencies, optionalDependencies, peerDependencies } = facts;
  for (const name of Object.keys(dependencies ?? {})) names.add(name);
  for (const name of Object.keys(optionalDependencies ?? {})) names.add(name);
  for (const name of Object.keys(peerDependencies ?? {})) {
    if (!isOptionalPeer(facts, name)) names.add(name);
  }
}

/** True for a hard demand on the target, the range for a wish, undefined for none. */
export function demandOf(
  facts: VersionFacts,
  target: string,
): string | true | undefined {
  const {
    peerDependencies: peers,
    optionalDependencies: wishes,
    dependencies,
  } = facts;
  if (peers && Object.hasOwn(peers, target) && !isOptionalPeer(facts, target))
    return true;
  if (wishes && Object.hasOwn(wishes, target)) return wishes[target];
  return dependencies && Object.hasOwn(dependencies, target) ? true : undefined;
}

function collect(
  found: Relation[],
  facts: VersionFacts,
  kind: Relation['kind'],
  map: Record<string, string> | undefined,
) {
  if (!map) return;
  for (const target of Object.keys(map).sort()) {
    const relation = { kind, target, range: map[target]! };
    if (hasRelation(facts, relation)) found.push(relation);
  }
}

/** As in npm, an optional entry replaces the entry of the same name. */
function isOptional(facts: VersionFacts, target: string): boolean {
  return (
    facts.optionalDependencies !== undefined &&
    Object.hasOwn(facts.optionalDependencies, target)
  );
}

function isOptionalPeer(facts: VersionFacts, target: string): boolean {
  const meta = facts.peerDependenciesMeta;
  return (
    meta !== undefined &&
    Object.hasOwn(meta, target) &&
    meta[target]?.optional === true
  );
}
