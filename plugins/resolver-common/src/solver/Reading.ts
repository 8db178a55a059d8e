import { KnownPackage } from '../world/KnownPackage';
import type { Budget } from './Budget';
import type { Decisions } from './Decisions';
import type { Draft } from './Draft';
import type { Incompatibility } from './Incompatibility';
import type { PackageLister } from './PackageLister';
import type { Propagation } from './Propagation';
import type { SolverObserver } from './SolverObserver';
import type { Variable } from './Term';
import { ABSENT } from './VersionSet';
import type { Wishes } from './Wishes';

/** What a search has read of its world: packages when they are mentioned, and versions when it considers them. */
export class Reading {
  constructor(
    private readonly lister: PackageLister,
    private readonly wishes: Wishes,
    private readonly draft: Draft,
    private readonly decisions: Decisions,
    private readonly propagation: Propagation,
    private readonly budget: Budget,
    private readonly observer?: SolverObserver,
  ) {}

  /** Adds a fact that holds in every solution still wanted. */
  add(fact: Incompatibility) {
    for (const { variable } of fact.terms) this.register(variable);
    this.propagation.add(fact);
    this.draft.expect(fact);
  }

  /** Makes the search know a package that may stay absent, and decide about it. */
  consider(known: KnownPackage) {
    this.register(known);
    this.decisions.keepOpen(known);
  }

  /** Makes the search know a variable. */
  register(variable: Variable) {
    if (!this.propagation.register(variable)) return;
    this.budget.check();
    if (!(variable instanceof KnownPackage)) return;
    this.decisions.register(variable);
    this.lister.packageFacts(variable).forEach(fact => this.add(fact));
    this.observer?.packageSeen(variable);
  }

  /** Adds what the version says. False when all of it was known and the version may be decided at once. */
  load(variable: Variable, position: number): boolean {
    if (!(variable instanceof KnownPackage) || position === ABSENT)
      return false;
    if (!this.decisions.considerFirst(variable, position)) return false;
    const facts = this.lister.versionFacts(variable, position);
    facts.forEach(fact => this.add(fact));
    for (const wish of this.wishes.learn(variable, position)) {
      this.consider(wish.target);
      this.observer?.wishSeen(wish);
    }
    return true;
  }
}
