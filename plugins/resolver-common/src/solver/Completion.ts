import { KnownPackage } from '../world/KnownPackage';
import type { CostCounter } from './CostCounter';
import type { Decisions } from './Decisions';
import type { Draft } from './Draft';
import type { Choice } from './Goal';
import type { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import type { Propagation } from './Propagation';
import type { Preferences } from './Preferences';
import { Reasons } from './Reasons';
import type { Selection, Support } from './Support';
import type { Term } from './Term';
import { ABSENT } from './VersionSet';

/**
 * Decides whether the draft is a solution although much of it was not decided. See docs/design/resolver.md, section 3.
 */
export class Completion {
  private readonly reasons: Reasons;
  private readonly moved = new Set<KnownPackage>();

  constructor(
    private readonly draft: Draft,
    private readonly partial: PartialSolution,
    private readonly decisions: Decisions,
    private readonly propagation: Propagation,
    private readonly preferences: Preferences,
    private readonly support: Support,
  ) {
    this.reasons = new Reasons(support, draft);
  }

  /** Packages whose state changed since this was asked last; it may be the same again. */
  takeMoved(): KnownPackage[] {
    this.look();
    const moved = Array.from(this.moved);
    this.moved.clear();
    return moved;
  }

  /** The packages that are there. */
  selection(): Selection {
    const selected = new Map<KnownPackage, number>();
    for (const known of this.decisions.drafted()) {
      const state = known.isHost ? ABSENT : this.draft.state(known);
      if (state !== ABSENT) selected.set(known, state);
    }
    return selected;
  }

  /** A package to decide because the draft does not hold with what it has there. What is there for no reason is left out before. */
  doubt(counters: readonly CostCounter[]): Choice | undefined {
    this.dropUnsupported();
    const terms = this.violated(counters);
    return terms && this.firstOpen(terms);
  }

  /** Facts that the draft violates, with packages in it that nothing asks for. To be asked when there is no doubt. */
  violations(): Incompatibility[] {
    const unsupported = this.unsupported();
    return unsupported.length > 0
      ? this.support.loopFormulas(this.draft, new Set(unsupported))
      : this.support.prereleaseFormulas(this.draft, this.reasons);
  }

  /** Leaves packages out that have lost their reason and may be absent. */
  private dropUnsupported() {
    this.unsupported()
      .filter(known => this.partial.domains.has(known, ABSENT))
      .forEach(known => this.draft.drop(known));
  }

  private unsupported(): KnownPackage[] {
    const missing = this.reasons.missing(this.look());
    return Array.from(missing).sort((a, b) => this.preferences.order(a, b));
  }

  private look(): KnownPackage[] {
    const moved = this.draft.takeMoved();
    moved.forEach(known => this.moved.add(known));
    return moved;
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
      if (!this.partial.domains.has(above, ABSENT)) break;
      above = this.reasons.of(above);
    }
    return first;
  }

  private isOpen(known: KnownPackage): boolean {
    return this.partial.domains.single(known) === undefined;
  }
}
