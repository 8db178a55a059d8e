import type { Variable } from './Term';
import { VariableMap } from './VariableMap';
import {
  VersionSet,
  bitCountOf,
  highestOf,
  wordCountOf,
  wordOf,
} from './VersionSet';
import { WordPool } from './WordPool';

/**
 * The states that are still possible, of all variables, as the words of one array: what a search looks at again and again lies together,
 * where the processor has it at hand, and nothing is made anew when a domain gets smaller.
 */
export class Domains {
  private readonly pool = new WordPool();
  private readonly starts = new VariableMap<number>();
  private readonly variables = new VariableMap<Variable>();

  /** Another array once there are more variables. */
  get words(): Int32Array {
    return this.pool.words;
  }

  /** The index of the variable's first word. */
  start(variable: Variable): number {
    return this.starts.get(variable) ?? this.begin(variable);
  }

  /** By its id. It must have been asked about before. */
  variable(id: number): Variable {
    return this.variables.at(id)!;
  }

  /** A copy. */
  read(variable: Variable): VersionSet {
    const start = this.start(variable);
    return VersionSet.read(variable.size, this.words, start);
  }

  has(variable: Variable, state: number): boolean {
    const start = this.start(variable);
    return (this.words[start + wordOf(state)]! & (1 << state)) !== 0;
  }

  isWithin(variable: Variable, states: VersionSet): boolean {
    const start = this.start(variable);
    return states.covers(this.words, start);
  }

  overlaps(variable: Variable, states: VersionSet): boolean {
    const start = this.start(variable);
    return states.meets(this.words, start);
  }

  lowest(variable: Variable): number {
    const start = this.start(variable);
    const { words } = this;
    for (let place = 0; place < wordCountOf(variable.size); place++) {
      const word = words[start + place]!;
      if (word !== 0) return highestOf(word & -word, place);
    }
    return -1;
  }

  highest(variable: Variable): number {
    const start = this.start(variable);
    const { words } = this;
    for (let place = wordCountOf(variable.size) - 1; place >= 0; place--) {
      const word = words[start + place]!;
      if (word !== 0) return highestOf(word, place);
    }
    return -1;
  }

  /** The one state, where only one is left. */
  single(variable: Variable): number | undefined {
    const highest = this.highest(variable);
    const isOne = highest >= 0 && highest === this.lowest(variable);
    return isOne ? highest : undefined;
  }

  /** The number of states left. */
  count(variable: Variable): number {
    const start = this.start(variable);
    let count = 0;
    for (let place = 0; place < wordCountOf(variable.size); place++)
      count += bitCountOf(this.words[start + place]!);
    return count;
  }

  /** Takes the states away. */
  remove(variable: Variable, states: VersionSet) {
    states.removeFrom(this.words, this.start(variable));
  }

  /** Leaves the one state. */
  keep(variable: Variable, state: number) {
    const start = this.start(variable);
    this.words.fill(0, start, start + wordCountOf(variable.size));
    this.words[start + wordOf(state)] = 1 << state;
  }

  private begin(variable: Variable): number {
    const full = VersionSet.full(variable.size);
    const start = this.pool.reserve(full.wordCount);
    full.copyTo(this.words, start);
    this.starts.set(variable, start);
    this.variables.set(variable, variable);
    return start;
  }
}
