import { KnownPackage } from '../world/KnownPackage';
import type { CostCounter } from './CostCounter';
import type { Choice, Decisions } from './Decisions';
import type { Draft } from './Draft';
import type { PartialSolution } from './PartialSolution';
import type { Propagation } from './Propagation';
import type { Preferences } from './Preferences';
import type { Selection, Support } from './Support';
import type { Term } from './Term';
import { ABSENT } from './VersionSet';

/**
 * Decides whether the draft is a solution although much of it was not decided. See docs/design/resolver.md, section 3.
 */
export class Completion {
  /** What was selected at a revision of the draft. */
  private selected: Selection = new Map();
  private revision = 0;

  constructor(
    private readonly draft: Draft,
    private readonly partial: PartialSolution,
    private readonly decisions: Decisions,
    private readonly propagation: Propagation,
    private readonly preferences: Preferences,
    private readonly support: Support,
  ) {}

  /** The packages that are there. */
  selection(): Selection {
    if (this.revision !== this.draft.revision) {
      this.revision = this.draft.revision;
      this.selected = this.select();
    }
    return this.selected;
  }

  private select(): Selection {
    const selected = new Map<KnownPackage, number>();
    for (const known of this.decisions.packages()) {
      const state = known.isHost ? ABSENT : this.draft.state(known);
      if (state !== ABSENT) selected.set(known, state);
    }
    return selected;
  }

  /** Leaves packages out that have lost their reason and may be absent. Returns those that may not. */
  dropUnsupported(): Set<KnownPackage> {
    const unsupported = this.support.unsupported(this.selection());
    for (const known of unsupported) {
      if (!this.partial.domain(known).has(ABSENT)) continue;
      this.draft.drop(known);
      unsupported.delete(known);
    }
    return unsupported;
  }

  /** A package to decide because the draft does not hold with what it has there. */
  doubt(counters: readonly CostCounter[]): Choice | undefined {
    for (const variable of this.draft.unchecked) {
      const violated = this.propagation
        .factsAbout(variable)
        .find(fact => this.draft.isViolated(fact));
      if (violated) return this.firstOpen(violated.terms);
      this.draft.unchecked.delete(variable);
    }
    for (const counter of counters) {
      const event = counter.excessOf(this.draft);
      if (event) return this.firstOpen(event);
    }
    return undefined;
  }

  /** What comes first in the order of preference keeps its state; the others have to give way. */
  private firstOpen(terms: readonly Term[]): Choice {
    const [first] = terms
      .map(({ variable }) => variable)
      .filter(variable => variable instanceof KnownPackage)
      .filter(known => this.partial.domain(known).single() === undefined)
      .sort((a, b) => this.preferences.order(a, b));
    return { variable: first!, position: this.draft.state(first!) };
  }
}
