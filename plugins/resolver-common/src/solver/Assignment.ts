import type { Incompatibility } from './Incompatibility';
import type { Variable } from './Term';
import type { VersionSet } from './VersionSet';

/** Why a domain got smaller, told when somebody asks. */
export interface Reason {
  /** The fact by which the variable lost these states. */
  because(variable: Variable, lost: VersionSet): Incompatibility;
}

/** One entry of a partial solution: a variable's domain got smaller. */
export interface Assignment {
  /** The decisions up to here, this one included. */
  readonly level: number;
  /** Its place among all assignments. */
  readonly index: number;
  /** Why; undefined for a decision. */
  readonly reason: Reason | undefined;
}
