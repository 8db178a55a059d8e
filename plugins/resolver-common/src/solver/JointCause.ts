import type { DerivedCause } from './Cause';
import { Derivation } from './Derivation';
import type { Incompatibility } from './Incompatibility';
import type { RelationFact } from './RelationFacts';

/**
 * Follows from several facts, each of which says of some versions of one package what they ask of one other. Most of them are never
 * part of a proof that is told, so the facts are asked for only then.
 */
export class JointCause implements DerivedCause {
  readonly kind = 'derived';
  private made?: Derivation;

  /** `facts` gives all of them, two at least, `first` included. */
  constructor(
    readonly first: RelationFact,
    private readonly facts: () => readonly Incompatibility[],
  ) {}

  get sources(): readonly Incompatibility[] {
    return this.facts();
  }

  get left(): Incompatibility {
    return this.derivation.left;
  }

  get right(): Incompatibility {
    return this.derivation.right;
  }

  private get derivation(): Derivation {
    return (this.made ??= this.derive());
  }

  private derive(): Derivation {
    const [first, ...others] = this.facts();
    const { package: subject } = this.first.cause;
    return new Derivation(
      first!,
      others.map(fact => ({ fact, variable: subject })),
    );
  }
}
