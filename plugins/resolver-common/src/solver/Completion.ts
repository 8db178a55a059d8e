import { KnownPackage } from '../world/KnownPackage';
import type { CostCounter } from './CostCounter';
import type { Choice, Decisions } from './Decisions';
import type { Draft } from './Draft';
import type { PartialSolution } from './PartialSolution';
import type { Propagation } from './Propagation';
import type { Preferences } from './Preferences';
import type { Reasons, Selection, Support } from './Support';
import type { Term } from './Term';
import { ABSENT } from './VersionSet';

/**
 * Decides whether the draft is a solution although much of it was not decided. See docs/design/resolver.md, section 3.
 */
export class Completion {
  /** What was selected at a revision of the draft. */
  private selected: Selection = new Map();
  private revision = 0;
  private reasons?: Reasons;
  /** The revision of the draft at which they were looked for. */
  private reasonsAt = -1;
  private unsupported = new Set<KnownPackage>();

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

  /** Packages that are there for no reason, and may not be absent. To be asked when there is no doubt. */
  get stuck(): Set<KnownPackage> {
    return this.unsupported;
  }

  /**
   * A package to decide because the draft does not hold with what it has there. What is there for no reason raises no doubt, and is
   * left out when it comes up, or at the latest before there is no doubt left.
   */
  doubt(counters: readonly CostCounter[]): Choice | undefined {
    for (;;) {
      const terms = this.violated(counters);
      if (terms && this.hasReasons(terms)) return this.firstOpen(terms);
      if (!terms && this.reasonsAt === this.draft.revision) return undefined;
      this.dropUnsupported();
    }
  }

  /** Leaves packages out that have lost their reason and may be absent. */
  private dropUnsupported() {
    this.reasons = this.support.reasons(this.selection());
    this.unsupported = new Set();
    for (const known of this.reasons.unsupported) {
      if (this.partial.domain(known).has(ABSENT)) this.draft.drop(known);
      else this.unsupported.add(known);
    }
    this.reasonsAt = this.draft.revision;
  }

  private violated(
    counters: readonly CostCounter[],
  ): readonly Term[] | undefined {
    for (const variable of this.draft.unchecked) {
      const violated = this.propagation.violated(variable, this.draft);
      if (violated) return violated.terms;
      this.draft.unchecked.delete(variable);
    }
    for (const counter of counters) {
      const event = counter.excessOf(this.draft);
      if (event) return event;
    }
    return undefined;
  }

  private hasReasons(terms: readonly Term[]): boolean {
    if (this.reasonsAt === this.draft.revision) return true;
    return terms.every(
      ({ variable }) =>
        !(variable instanceof KnownPackage) ||
        variable.isHost ||
        this.draft.state(variable) === ABSENT ||
        this.hasReason(variable),
    );
  }

  /** As known from the last look, if that is still so. */
  private hasReason(known: KnownPackage): boolean {
    const reason = this.reasons?.of(known);
    if (!reason) return this.support.isGround(known);
    return (
      this.support.asks(reason, known, this.draft) && this.hasReason(reason)
    );
  }

  /** What comes first in the order of preference keeps its state; the others have to give way. */
  private firstOpen(terms: readonly Term[]): Choice {
    const [first] = terms
      .map(({ variable }) => variable)
      .filter(variable => variable instanceof KnownPackage)
      .filter(known => this.isOpen(known))
      .sort((a, b) => this.preferences.order(a, b));
    const variable = this.firstOfReasons(first!);
    return { variable, position: this.draft.state(variable) };
  }

  /** What need not be there is not decided to be there before those that ask for it: it would stay when they no longer do. */
  private firstOfReasons(known: KnownPackage): KnownPackage {
    let first = known;
    let above: KnownPackage | undefined = known;
    while (above && this.draft.state(above) !== ABSENT) {
      if (this.isOpen(above)) first = above;
      if (!this.partial.domain(above).has(ABSENT)) break;
      above = this.reasons?.of(above);
    }
    return first;
  }

  private isOpen(known: KnownPackage): boolean {
    return this.partial.domain(known).single() === undefined;
  }
}
