import type { ResolveWarning } from '../types';
import type { RegistryWarning, StaleFacts } from './answer';

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
  move: UpgradeMove[];
  /** Every package that keeps the environment from moving, not only the first. */
  block: UpgradeBlocker[];
  warnings: Array<ResolveWarning | RegistryWarning>;
  /** Present when the registry did not answer, and its facts of an earlier look were used. */
  staleFacts?: StaleFacts;
}

/** A package that needs another version in the new release. @public */
export interface UpgradeMove {
  name: string;
  pluginId?: string;
  /** Absent when it is not installed yet, and another package needs it then. */
  from?: string;
  to: string;
  reason: string;
  /** Whether the new version works in the present release too, so that it can move before the release does. */
  ahead: boolean;
}

/** @public */
export interface UpgradeBlocker {
  name: string;
  pluginId?: string;
  version: string;
  /** Numbered lines. */
  reason: string;
  /** Packages that each fit, but not together with this one. */
  with?: string[];
  /** The first known release after the wanted one in which it fits. */
  firstRelease?: string;
  /** Without `firstRelease`: the last one between the present and the wanted release in which it fits. */
  lastRelease?: string;
}
