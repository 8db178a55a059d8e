import type { ResolveWarning } from '../types';
import type { RegistryWarning } from './answer';

/** Body of `POST /v1/upgrades`. @public */
export interface PlanUpgradeRequest {
  /** The present release. Default: the environment's. */
  from?: string;
  /** The release to move to. */
  to: string;
  environment?: string;
  /** Needed without `environment`. */
  installed?: Record<string, string>;
}

/** Whether, and with what, an environment can move to another Backstage release. @public */
export interface UpgradePlan {
  from?: string;
  to: string;
  /** Whether nothing blocks. */
  ok: boolean;
  /** One sentence. */
  summary: string;
  stay: Array<{ name: string; version: string }>;
  move: Array<{ name: string; from: string; to: string; reason: string }>;
  /** Every package that keeps the environment from moving, not only the first. */
  block: UpgradeBlocker[];
  warnings: Array<ResolveWarning | RegistryWarning>;
}

/** @public */
export interface UpgradeBlocker {
  name: string;
  version: string;
  reason: string;
  /** Packages that each fit, but not together with this one. */
  with?: string[];
  /** The first known release, later than the present one, in which some version of it fits. */
  firstRelease?: string;
}
