import type { DerivedCause } from './Cause';
import { Incompatibility } from './Incompatibility';
import { withJointFacts, type Chain } from './JointFacts';
import type { Variable } from './Term';

/** A fact that a conflict was resolved with, and the variable whose states the two were joined over. */
export interface Resolvent {
  fact: Incompatibility;
  variable: Variable;
}

/**
 * How a fact was learned: from a conflict, resolved with one fact after the other. Most of what is learned is never part of a proof
 * that is told, so the facts in between are made only when somebody asks.
 */
export class Derivation implements DerivedCause {
  readonly kind = 'derived';
  private before?: Incompatibility;
  private joined?: Chain;

  /** `resolvents` has one entry at least. */
  constructor(
    private readonly conflict: Incompatibility,
    private readonly resolvents: readonly Resolvent[],
  ) {}

  get sources(): readonly Incompatibility[] {
    return [this.conflict, ...this.resolvents.map(({ fact }) => fact)];
  }

  get left(): Incompatibility {
    const { first, resolvents } = this.chain;
    return (this.before ??= resolvents
      .slice(0, -1)
      .reduce(
        (fact, { fact: other, variable }) =>
          Incompatibility.resolve(fact, other, variable),
        first,
      ));
  }

  get right(): Incompatibility {
    return this.chain.resolvents.at(-1)!.fact;
  }

  private get chain(): Chain {
    const { conflict: first, resolvents } = this;
    return (this.joined ??= withJointFacts({ first, resolvents }));
  }
}
