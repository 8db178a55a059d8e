import type { Incompatibility } from './Incompatibility';

/** One entry of a partial solution: a variable's domain got smaller. */
export interface Assignment {
  /** The decisions up to here, this one included. */
  readonly level: number;
  /** Its place among all assignments. */
  readonly index: number;
  /** Why; undefined for a decision. */
  readonly cause: Incompatibility | undefined;
}
