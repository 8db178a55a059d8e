import { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import { allOf, type Term, type Variable } from './Term';
import { VariableMap } from './VariableMap';
import { VersionSet } from './VersionSet';

/** How many events may happen: state n means "at most n". */
export class CostVariable implements Variable {
  constructor(
    readonly id: number,
    readonly name: string,
    readonly size: number,
  ) {}
}

/** A state for every variable: a draft, or a solution. */
export interface States {
  state: (variable: Variable) => number;
}

/** An event that is certain, and the number of assignments when that was seen. */
interface Counted {
  event: Term[];
  at: number;
  /** Whether it may have been certain before that. */
  isLate: boolean;
}

/**
 * Counts events that a solution should avoid, and keeps them below a bound. An event is a conjunction of terms. Nothing is counted
 * before there is a bound.
 * See docs/design/resolver.md, section 5.
 */
export class CostCounter {
  private readonly events = new VariableMap<Term[][]>();
  private readonly all: Term[][] = [];
  /** Events that are certain now, in the order in which that was seen. */
  private readonly counted: Counted[] = [];
  private readonly isCounted = new Set<Term[]>();
  private bound?: CostVariable;

  constructor(
    readonly name: string,
    private readonly partial: PartialSolution,
    private readonly newId: () => number,
    /** Told once, when the counter gets its first bound. */
    private readonly onBounded: (counter: CostCounter) => void,
  ) {}

  /** Certain events. Without decisions, these happen in every solution. */
  get count(): number {
    return this.counted.length;
  }

  /** From now on, at most `limit` events. The variable lets a search ask for fewer. */
  limit(limit: number): CostVariable {
    if (!this.bound) {
      this.onBounded(this);
      this.all.forEach(event => this.observe(event, true));
    }
    this.bound = new CostVariable(this.newId(), `#${this.name}`, limit + 1);
    return this.bound;
  }

  add(terms: Term[]) {
    const event = allOf(terms).filter(term => !term.states.isFull());
    if (event.some(term => term.states.isEmpty())) return;
    this.all.push(event);
    for (const { variable } of event) {
      this.events.ensure(variable, () => []).push(event);
    }
    if (this.bound) this.observe(event, true);
  }

  /** To be called when the variable's domain got smaller. */
  assigned(variable: Variable) {
    const events = this.bound && this.events.get(variable);
    if (events) events.forEach(event => this.observe(event, false));
  }

  /** To be called when assignments were undone. */
  backtracked() {
    const { length } = this.partial;
    const late: Term[][] = [];
    for (let last = this.last; last && last.at > length; last = this.last) {
      this.counted.pop();
      this.isCounted.delete(last.event);
      if (last.isLate) late.push(last.event);
    }
    late.reverse().forEach(event => this.observe(event, true));
  }

  /** The incompatibility that is violated when more events are certain than the bound allows. */
  violation(): Incompatibility | undefined {
    if (!this.bound) return undefined;
    const most = this.partial.domains.highest(this.bound);
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

  /** Opposites of the events that are not certain; undefined when there are some of several terms. */
  avoidable(): Term[] | undefined {
    const events = this.excess();
    if (events.some(({ length }) => length !== 1)) return undefined;
    return events.map(([term]) => ({
      variable: term!.variable,
      states: term!.states.complement(),
    }));
  }

  /** When no further event may happen: the events that are not certain yet. */
  excess(): Term[][] {
    return this.all.filter(event => !this.isCounted.has(event));
  }

  /** How many events a draft has. */
  countIn(draft: States): number {
    return this.all.filter(event => isIn(event, draft)).length;
  }

  /** An event of a draft that has too many: one that is not certain. */
  excessOf(draft: States): Term[] | undefined {
    if (!this.bound || this.all.length === 0) return undefined;
    const most = this.partial.domains.highest(this.bound);
    if (this.countIn(draft) <= most) return undefined;
    return this.excess().find(event => isIn(event, draft));
  }

  private get last(): Counted | undefined {
    return this.counted[this.counted.length - 1];
  }

  private observe(event: Term[], isLate: boolean) {
    if (
      this.isCounted.has(event) ||
      !event.every(term => this.partial.holds(term))
    )
      return;
    this.isCounted.add(event);
    this.counted.push({ event, at: this.partial.length, isLate });
  }
}

function isIn(event: Term[], draft: States): boolean {
  return event.every(({ variable, states }) =>
    states.has(draft.state(variable)),
  );
}
