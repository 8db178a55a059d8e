/**
 * The outcome of one check of one version. An error is not a pass.
 *
 * @public
 */
export type VerdictState = 'PENDING' | 'PASSED' | 'FAILED' | 'ERROR';

/**
 * The checks of this release, in the order in which they run.
 *
 * - `structure`: the tarball and its package.json are well formed (at publish).
 * - `artifact`: a loadable artifact exists and is intact (hosted roles only).
 * - `link`: everything the artifact imports exists in the baseline.
 *
 * @public
 */
export const CHECKS = ['structure', 'artifact', 'link'] as const;

/** @public */
export type CheckName = (typeof CHECKS)[number];

/** @public */
export interface Verdict {
  check: CheckName;
  /** The release that the verdict speaks of; absent for checks that do not depend on one. */
  baseline?: string;
  state: VerdictState;
  /** Stable code of the failure, from the error catalogue. */
  code?: string;
  /** For people: what is wrong, naming the thing and the remedy. */
  message?: string;
  /** ISO 8601. */
  decidedAt?: string;
}
