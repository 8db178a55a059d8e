import { isDemand } from '../world/Relation';
import type { RelationCause } from './Cause';
import type { Incompatibility } from './Incompatibility';

/** What versions ask for and nothing has: a package in a range that no version matches, or a capability that nobody provides. */
export function unmetCause({
  terms,
  cause,
}: Incompatibility): RelationCause | undefined {
  if (terms.length !== 1 || cause.kind !== 'relation') return undefined;
  const { package: known, relation, targets } = cause;
  const isUnmet =
    relation.kind === 'capability'
      ? targets.length === 0
      : isDemand(relation) && relation.target !== known.name;
  return isUnmet ? cause : undefined;
}

/** The same for all relations by which versions of one package ask for the same, be it as a dependency or as a peer. */
export function kindOf({ package: known, relation }: RelationCause): string {
  const what = relation.kind === 'capability' ? 'capability' : 'package';
  return `${known.name} ${what} ${relation.target}`;
}
