import type { RelationCause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';
import { JointCause } from '../solver/JointCause';
import type { RelationFact } from '../solver/RelationFacts';
import { kindOf, unmetCause } from '../solver/unmet';
import { leavesOf } from './proof';

/**
 * Facts that only say at once what several versions of a package say one by one about another package: anybody sees that they follow, and
 * nobody wants to read how.
 */
export class Unions {
  private readonly known = new Map<Incompatibility, boolean>();

  has(fact: Incompatibility): boolean {
    let isUnion = this.known.get(fact);
    if (isUnion === undefined) {
      isUnion = isUnionOfRelations(fact);
      this.known.set(fact, isUnion);
    }
    return isUnion;
  }

  /** Whether what all of them ask for is not there. */
  isUnmet(fact: Incompatibility): boolean {
    return fact.terms.length === 1 && this.has(fact);
  }
}

/** What such a fact joins, oldest version first. */
export function relationsOf(fact: Incompatibility): RelationCause[] {
  return leavesOf(fact)
    .map(leaf => leaf as RelationFact)
    .sort((a, b) => lowestVersion(a) - lowestVersion(b))
    .map(({ cause }) => cause);
}

function isUnionOfRelations(fact: Incompatibility): boolean {
  if (!fact.isDerived() || fact.terms.length > 2) return false;
  const relationOf = fact.terms.length === 1 ? unmetCause : pairCause;
  const seen = new Set<Incompatibility>([fact]);
  let kind: string | undefined;
  // Mostly one of the first facts is about other packages.
  for (const one of seen) {
    if (!one.isDerived()) {
      const cause = relationOf(one);
      kind ??= cause && kindOf(cause);
      if (!cause || kindOf(cause) !== kind) return false;
    } else if (one.cause instanceof JointCause) seen.add(one.cause.first);
    else one.cause.sources.forEach(source => seen.add(source));
  }
  return true;
}

/** What versions say about another package that is there. A capability's provider is not what they ask for. */
function pairCause({
  terms,
  cause,
}: Incompatibility): RelationCause | undefined {
  return terms.length === 2 &&
    cause.kind === 'relation' &&
    cause.relation.kind !== 'capability'
    ? cause
    : undefined;
}

function lowestVersion(fact: RelationFact): number {
  return fact.statesOf(fact.cause.package)!.lowest();
}
