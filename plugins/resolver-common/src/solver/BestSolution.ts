import { KnownPackage } from '../world/KnownPackage';
import type { States } from './CostCounter';
import type { Selection } from './Support';
import type { Variable } from './Term';
import { ABSENT } from './VersionSet';

/** The best solution so far. See docs/design/resolver.md, section 6. */
export class BestSolution implements States {
  private readonly states = new Map<KnownPackage, number>();

  get selection(): Selection {
    return this.states;
  }

  packages(): KnownPackage[] {
    return Array.from(this.states.keys());
  }

  has(known: KnownPackage): boolean {
    return this.states.has(known);
  }

  /** The host's packages have one version each. */
  state(variable: Variable): number {
    if (!(variable instanceof KnownPackage)) return ABSENT;
    return variable.isHost ? 1 : this.states.get(variable) ?? ABSENT;
  }

  set(known: KnownPackage, state: number) {
    if (state === ABSENT) this.states.delete(known);
    else this.states.set(known, state);
  }
}
