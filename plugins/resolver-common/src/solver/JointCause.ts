import type { DerivedCause } from './Cause';
import { Derivation } from './Derivation';
import type { Incompatibility } from './Incompatibility';
import type { Variable } from './Term';

/**
 * Follows from facts about versions of one package, two at least, each of which says the same of its own versions. Most of them are never
 * part of a proof that is told, so the facts are asked for only then.
 */
export class JointCause implements DerivedCause {
  readonly kind = 'derived';
  private made?: Derivation;

  constructor(
    private readonly subject: Variable,
    private readonly facts: () => readonly Incompatibility[],
  ) {}

  get sources(): readonly Incompatibility[] {
    return this.derivation.sources;
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
    const { subject } = this;
    return new Derivation(
      first!,
      others.map(fact => ({ fact, variable: subject })),
    );
  }
}
