import type { Assignment, Reason } from './Assignment';
import type { Domains } from './Domains';
import type { Variable } from './Term';
import { VariableMap } from './VariableMap';
import { VersionSet, wordCountOf } from './VersionSet';
import { WordPool } from './WordPool';

/** What a row has, by its place in the row. */
const LEVEL = 0;
/** Where the domain before this assignment is kept. */
const BEFORE = 1;
const ROW = 2;

const NONE: readonly number[] = [];

/** All assignments, oldest first, and the domains before them. A row stands for an assignment. */
export class Trail {
  private readonly variables: Variable[] = [];
  private readonly reasons: Array<Reason | undefined> = [];
  private readonly rows = new WordPool();
  private readonly kept = new WordPool();
  /** The indices of each variable's assignments, oldest first. */
  private readonly assignments = new VariableMap<number[]>();

  constructor(private readonly domains: Domains) {}

  get length(): number {
    return this.variables.length;
  }

  /** The level of the last assignment; 0 when there is none. */
  get level(): number {
    return this.length === 0 ? 0 : this.levelOf(this.length - 1);
  }

  /** Keeps the domain as it is, before it gets smaller. */
  push(variable: Variable, level: number, reason?: Reason) {
    const count = wordCountOf(variable.size);
    const before = this.kept.reserve(count);
    const start = this.domains.start(variable);
    for (let place = 0; place < count; place++)
      this.kept.words[before + place] = this.domains.words[start + place]!;
    const row = this.rows.reserve(ROW);
    this.rows.words[row + LEVEL] = level;
    this.rows.words[row + BEFORE] = before;
    this.assignments.ensure(variable, () => []).push(this.length);
    this.variables.push(variable);
    this.reasons.push(reason);
  }

  /** Undoes the last assignment. Returns its variable. There must be one. */
  pop(): Variable {
    const variable = this.variables.pop()!;
    this.reasons.pop();
    const row = this.length * ROW;
    const before = this.rows.words[row + BEFORE]!;
    const start = this.domains.start(variable);
    for (let place = 0; place < wordCountOf(variable.size); place++)
      this.domains.words[start + place] = this.kept.words[before + place]!;
    this.assignments.get(variable)!.pop();
    this.kept.release(before);
    this.rows.release(row);
    return variable;
  }

  /** Where the domain before the variable's last assignment begins in `words`. There must be one. */
  before(variable: Variable): number {
    return this.beforeOf(this.assignments.get(variable)!.at(-1)!);
  }

  /** The domains before the assignments. Another array once there are more. */
  get words(): Int32Array {
    return this.kept.words;
  }

  /** Variables whose last assignment came after the level, in the order of these. */
  lastSince(level: number): Variable[] {
    let first = this.length;
    while (first > 0 && this.levelOf(first - 1) > level) first--;
    return this.variables
      .slice(first)
      .filter(
        (variable, place) =>
          this.assignments.get(variable)!.at(-1) === first + place,
      );
  }

  /** The assignment from which on the variable's domain lies in the set; undefined when it does not, or always did. */
  satisfier(variable: Variable, states: VersionSet): Assignment | undefined {
    if (!this.domains.isWithin(variable, states)) return undefined;
    const indices = this.assignments.get(variable) ?? NONE;
    const index = indices[this.outside(indices, states) - 1];
    return index === undefined
      ? undefined
      : { level: this.levelOf(index), index, reason: this.reasons[index] };
  }

  /** Before how many of a variable's assignments its domain did not lie in the set. Domains only get smaller. */
  private outside(indices: readonly number[], states: VersionSet): number {
    let low = 0;
    let high = indices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (states.covers(this.words, this.beforeOf(indices[middle]!)))
        high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The domain of the assignment's variable before it. */
  domainBefore(index: number): VersionSet {
    const { size } = this.variables[index]!;
    return VersionSet.read(size, this.words, this.beforeOf(index));
  }

  private levelOf(index: number): number {
    return this.rows.words[index * ROW + LEVEL]!;
  }

  private beforeOf(index: number): number {
    return this.rows.words[index * ROW + BEFORE]!;
  }
}
