import { KnownPackage } from '../world/KnownPackage';
import type { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';
import { ABSENT } from './VersionSet';

/** The draft of a package that must be there and has to be decided. */
export const UNDECIDED = -1;

/**
 * A state for every package: as decided or derived; else as in the best solution so far (at first, as installed); else absent. So
 * the search decides only what differs from that. See docs/design/resolver.md, section 3.
 */
export class Draft {
  private readonly states = new VariableMap<number>();
  private readonly dropped: KnownPackage[] = [];
  /** Variables of facts that may be violated. */
  readonly unchecked = new Set<Variable>();
  private readonly moved = new Set<KnownPackage>();

  constructor(
    private readonly preferences: Preferences,
    private readonly partial: PartialSolution,
  ) {}

  state(variable: Variable): number {
    if (!(variable instanceof KnownPackage))
      return this.partial.domains.highest(variable);
    return this.states.get(variable) ?? ABSENT;
  }

  /** To be called when the domain changed, either way. */
  follow(variable: Variable) {
    if (variable instanceof KnownPackage)
      this.set(variable, this.choose(variable));
    else this.unchecked.add(variable);
  }

  /** Leaves out a package that has lost its reason. */
  drop(known: KnownPackage) {
    this.set(known, ABSENT);
    this.dropped.push(known);
  }

  /** Packages whose state may not be what it should be for a new search. */
  takeOutdated(): KnownPackage[] {
    return [...this.dropped.splice(0), ...this.preferences.takeNews()];
  }

  /** Packages whose state changed since this was asked last; it may be the same again. */
  takeMoved(): KnownPackage[] {
    const moved = Array.from(this.moved);
    this.moved.clear();
    return moved;
  }

  /** To be called for a new fact. */
  expect(fact: Incompatibility) {
    const [term] = fact.terms;
    if (term && this.isViolated(fact)) this.unchecked.add(term.variable);
  }

  /** A fact about many packages mostly holds for the reason that it held before. */
  isViolated(fact: Incompatibility): boolean {
    const { terms, witness } = fact;
    if (terms[witness] && !this.agrees(terms[witness])) return false;
    fact.witness = terms.findIndex(term => !this.agrees(term));
    return fact.witness < 0;
  }

  private agrees({ variable, states }: Term): boolean {
    return states.has(this.state(variable));
  }

  private choose(known: KnownPackage): number {
    const { domains } = this.partial;
    const saved = this.preferences.saved(known) ?? ABSENT;
    if (domains.has(known, saved)) return saved;
    const single = domains.single(known);
    return single ?? (domains.has(known, ABSENT) ? ABSENT : UNDECIDED);
  }

  private set(known: KnownPackage, state: number) {
    if (this.state(known) === state) return;
    this.states.set(known, state);
    if (!known.isHost) this.moved.add(known);
    this.unchecked.add(known);
  }
}
