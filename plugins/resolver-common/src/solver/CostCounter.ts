import { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import { allOf, type Term, type Variable } from './Term';
import { VersionSet } from './VersionSet';

/** How many events may happen: state n means "at most n". */
export class CostVariable implements Variable {
  constructor(
    readonly id: number,
    readonly name: string,
    readonly size: number,
  ) {}
}

/**
 * Counts events that a solution should avoid, and keeps them below a bound. An event is a conjunction of terms.
 * See docs/design/resolver.md, section 5.
 */
export class CostCounter {
  private readonly events = new Map<Variable, Term[][]>();
  private readonly all: Term[][] = [];
  /** Events that are certain now, with the number of assignments when that was seen. */
  private counted: Array<{ event: Term[]; at: number }> = [];
  private readonly isCounted = new Set<Term[]>();
  private bound?: CostVariable;

  constructor(
    readonly name: string,
    private readonly partial: PartialSolution,
    private readonly newId: () => number,
  ) {}

  /** Certain events. Without decisions, these happen in every solution. */
  get count(): number {
    return this.counted.length;
  }

  /** From now on, at most `limit` events. The variable lets a search ask for fewer. */
  limit(limit: number): CostVariable {
    this.bound = new CostVariable(this.newId(), `#${this.name}`, limit + 1);
    return this.bound;
  }

  add(terms: Term[]) {
    const event = allOf(terms).filter(term => !term.states.isFull());
    if (event.some(term => term.states.isEmpty())) return;
    this.all.push(event);
    for (const { variable } of event) {
      const events = this.events.get(variable);
      if (events) events.push(event);
      else this.events.set(variable, [event]);
    }
    this.observe(event);
  }

  /** To be called when the variable's domain got smaller. */
  assigned(variable: Variable) {
    for (const event of this.events.get(variable) ?? []) this.observe(event);
  }

  /** To be called when assignments were undone. */
  backtracked() {
    const { length } = this.partial;
    const undone = this.counted.filter(({ at }) => at > length);
    if (undone.length === 0) return;
    this.counted = this.counted.filter(({ at }) => at <= length);
    undone.forEach(({ event }) => this.isCounted.delete(event));
    undone.forEach(({ event }) => this.observe(event));
  }

  /** The incompatibility that is violated when more events are certain than the bound allows. */
  violation(): Incompatibility | undefined {
    if (!this.bound) return undefined;
    const most = this.partial.domain(this.bound).highest();
    if (this.counted.length <= most) return undefined;
    const events = this.counted
      .slice(0, most + 1)
      .flatMap(({ event }) => event);
    const bound = {
      variable: this.bound,
      states: VersionSet.range(this.bound.size, 0, most + 1),
    };
    return Incompatibility.create([bound, ...events], { kind: 'cost' });
  }

  /** When no further event may happen: the events that are not certain yet. */
  excess(): Term[][] {
    return this.all.filter(event => !this.isCounted.has(event));
  }

  private observe(event: Term[]) {
    if (
      this.isCounted.has(event) ||
      !event.every(term => this.partial.holds(term))
    )
      return;
    this.isCounted.add(event);
    this.counted.push({ event, at: this.partial.length });
  }
}
