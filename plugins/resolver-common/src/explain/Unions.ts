import type { Cause, RelationCause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';
import { isDemand, type Relation } from '../world/Relation';

/** So many relations of a package to another are told one by one. */
const FEW_RELATIONS = 3;

/**
 * Facts that only say at once what many versions of a package say one by one about another package: anybody sees that they follow, and
 * nobody wants to read how.
 */
export class Unions {
  private readonly known = new Map<
    Incompatibility,
    readonly RelationCause[] | undefined
  >();

  /** The relations that such a fact joins, oldest version first; undefined when it is another fact, or one of few relations. */
  of(fact: Incompatibility): readonly RelationCause[] | undefined {
    if (!this.known.has(fact)) this.known.set(fact, relationsOf(fact));
    return this.known.get(fact);
  }
}

function relationsOf(
  fact: Incompatibility,
): readonly RelationCause[] | undefined {
  if (!fact.isDerived() || fact.terms.length > 2) return undefined;
  const found: Array<{ cause: RelationCause; version: number }> = [];
  const seen = new Set<Incompatibility>([fact]);
  // Mostly one of the first facts is about other packages.
  for (const one of seen) {
    const { cause } = one;
    if (cause.kind === 'derived')
      cause.sources.forEach(source => seen.add(source));
    else if (isLike(cause, found[0]?.cause)) {
      const version = one.statesOf(cause.package)!.lowest();
      found.push({ cause, version });
    } else return undefined;
  }
  return found.length > FEW_RELATIONS
    ? found.sort((a, b) => a.version - b.version).map(({ cause }) => cause)
    : undefined;
}

/** Whether it is a relation of versions of the same package that asks for something of the same kind. */
function isLike(
  cause: Cause,
  other: RelationCause | undefined,
): cause is RelationCause {
  if (cause.kind !== 'relation') return false;
  return (
    !other ||
    (cause.package === other.package &&
      cause.relation.target === other.relation.target &&
      verbOf(cause.relation) === verbOf(other.relation))
  );
}

/** Dependencies and peers both "require". */
function verbOf({ kind }: Relation): string {
  return isDemand({ kind }) ? 'requires' : kind;
}
