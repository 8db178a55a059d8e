import type { Lock, ResolveRequest } from '../types';
import type { ResolverAnswer } from './answer';

/** What an environment has. @public */
export interface EnvironmentState {
  name?: string;
  backstageRelease: string;
  installed: Record<string, string>;
}

/** Body of `POST /v1/plans`. @public */
export interface CreatePlanRequest {
  /** The name of an environment of lifecycle, or its state. Otherwise the request says what is installed. */
  environment?: string | EnvironmentState;
  /** Versions that were chosen before: they count as installed, and their integrity must still be the same. */
  lock?: Lock;
  /**
   * The name of another environment, whose exact versions are asked for too: what is installed there is brought here, and the
   * changes of the answer are the difference.
   */
  promoteFrom?: string;
  /** Packages come from the registry. */
  request: Omit<ResolveRequest, 'packages'>;
}

/** A stored plan: what was asked, from where, and what came out. @public */
export interface ResolverPlan {
  id: string;
  /** sha256 over request, snapshot and solution. */
  hash: string;
  environment?: string;
  /** Identifies the facts, which are stored with the plan. */
  snapshot: string;
  backstageRelease: string;
  request: Omit<ResolveRequest, 'packages'>;
  answer: ResolverAnswer;
  createdAt: string;
  createdBy: string;
}

/** A stored plan in a list. @public */
export interface ResolverPlanSummary
  extends Pick<
    ResolverPlan,
    'id' | 'environment' | 'backstageRelease' | 'createdAt' | 'createdBy'
  > {
  /** Whether there is a solution. */
  ok: boolean;
  /** How many packages it changes; 0 without a solution. */
  changes: number;
}

/** As `GET /v1/plans` answers: newest first. @public */
export interface ResolverPlanPage {
  items: ResolverPlanSummary[];
  /** Absent on the last page. */
  nextCursor?: string;
}
