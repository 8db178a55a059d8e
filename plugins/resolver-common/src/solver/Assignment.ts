import type { Incompatibility } from './Incompatibility';
import type { Variable } from './Term';
import type { VersionSet } from './VersionSet';

/** One entry of a partial solution: a variable's domain got smaller. */
export interface Assignment {
  readonly variable: Variable;
  /** What is left. */
  readonly domain: VersionSet;
  /** The decisions up to here, this one included. */
  readonly level: number;
  /** Its place among all assignments. */
  readonly index: number;
  /** Why; undefined for a decision. */
  readonly cause: Incompatibility | undefined;
}
