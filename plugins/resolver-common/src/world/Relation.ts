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

/** In the order in which relations are told. */
const KINDS: ReadonlyArray<Relation['kind']> = [
  'dependency',
  'peer',
  'optionalPeer',
  'optional',
  'conflict',
  'capability',
];

/** Every relation of a version, in a fixed order. */
export function relationsOf(facts: VersionFacts): Relation[] {
  const found: Relation[] = [];
  for (const kind of KINDS) {
    const ranges = rangesOf(facts, kind);
    if (ranges) collect(found, facts, kind, ranges);
  }
  return found;
}

/** Whether the version has the very same relation. */
export function hasRelation(
  facts: VersionFacts,
  { kind, target, range }: Relation,
): boolean {
  return (
    rangesOf(facts, kind)?.[target] === range && isOfKind(facts, kind, target)
  );
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

function rangesOf(
  facts: VersionFacts,
  kind: Relation['kind'],
): Record<string, string> | undefined {
  switch (kind) {
    case 'dependency':
      return facts.dependencies;
    case 'peer':
    case 'optionalPeer':
      return facts.peerDependencies;
    case 'optional':
      return facts.optionalDependencies;
    case 'conflict':
      return facts.conflicts;
    default:
      return facts.requires;
  }
}

/** Whether the entry of that name means a relation of this kind. */
function isOfKind(
  facts: VersionFacts,
  kind: Relation['kind'],
  target: string,
): boolean {
  switch (kind) {
    case 'dependency':
      return !isOptional(facts, target);
    case 'peer':
      return !isOptionalPeer(facts, target);
    case 'optionalPeer':
      return isOptionalPeer(facts, target);
    default:
      return true;
  }
}

function collect(
  found: Relation[],
  facts: VersionFacts,
  kind: Relation['kind'],
  ranges: Record<string, string>,
) {
  const targets = Object.keys(ranges);
  if (targets.length > 1) targets.sort();
  for (const target of targets) {
    if (isOfKind(facts, kind, target))
      found.push({ kind, target, range: ranges[target]! });
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
