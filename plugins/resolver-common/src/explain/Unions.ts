import type { Incompatibility } from '../solver/Incompatibility';

/** So many relations of a package to another are told one by one. */
const FEW_RELATIONS = 3;

/** What versions of a package ask of another one: relations that were joined, and nothing else. */
interface Union {
  subject: string;
  target: string;
  relations: number;
}

/**
 * Facts that only say at once what many versions of a package say one by one about another package: anybody sees that they follow, and
 * nobody wants to read how.
 */
export class Unions {
  private readonly known = new Map<Incompatibility, Union | undefined>();

  /** Whether the fact is told as it is, without what it follows from. */
  has(fact: Incompatibility): boolean {
    const union = this.of(fact);
    return union !== undefined && union.relations > FEW_RELATIONS;
  }

  private of(fact: Incompatibility): Union | undefined {
    if (!this.known.has(fact)) this.known.set(fact, this.find(fact));
    return this.known.get(fact);
  }

  private find(fact: Incompatibility): Union | undefined {
    const { cause, terms } = fact;
    if (terms.length !== 2) return undefined;
    if (cause.kind === 'derived') return this.joined(cause.left, cause.right);
    if (cause.kind !== 'relation' || cause.relation.kind === 'capability')
      return undefined;
    const { package: known, relation } = cause;
    return { subject: known.name, target: relation.target, relations: 1 };
  }

  /** The right one first: it is mostly no chain. */
  private joined(
    left: Incompatibility,
    right: Incompatibility,
  ): Union | undefined {
    const second = this.of(right);
    const first = second && this.of(left);
    if (!first || first.subject !== second.subject) return undefined;
    if (first.target !== second.target) return undefined;
    return { ...first, relations: first.relations + second.relations };
  }
}
