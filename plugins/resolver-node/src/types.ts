import type {
  Lock,
  ResolveAnswer,
  ResolveRequest,
  ResolveSuccess,
  ResolveWarning,
} from '@sceneshift/backstage-plugin-resolver-common';

/** A version that the registry has and that no answer may choose. @public */
export interface ExcludedVersion {
  name: string;
  version: string;
  /** A sentence: what is wrong with it, for all known releases. */
  reason: string;
}

/** A warning about facts of the registry, beside those of the solver. @public */
export interface RegistryWarning extends Omit<ResolveWarning, 'code'> {
  /** A declared `@backstage/*` range that the release does not meet. The link check passed, so it may well work. */
  code: 'BACKSTAGE_RANGE';
}

/**
 * What `POST /v1/resolve` answers: the solver's answer. `excluded` comes along when the facts are the registry's.
 *
 * @public
 */
export type ResolverAnswer = (
  | (Omit<ResolveSuccess, 'warnings'> & {
      warnings: Array<ResolveWarning | RegistryWarning>;
    })
  | Exclude<ResolveAnswer, ResolveSuccess>
) & {
  /** Versions of the packages in question that were not looked at. */
  excluded?: ExcludedVersion[];
};

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

/** Body of `POST /v1/impact`. @public */
export interface ImpactRequest {
  remove: string[];
  environment?: string;
  /** Needed without `environment`. */
  installed?: Record<string, string>;
}

/** What a removal would break. @public */
export interface RemovalImpact {
  remove: string[];
  /** Installed packages that need one of them, directly or through others. */
  breaks: Array<{
    name: string;
    version: string;
    /** From the package to the removed one that it needs. */
    path: string[];
    reason: string;
  }>;
  /** Installed packages that lose a wish of theirs, but go on working. */
  weakens: Array<{ name: string; version: string; reason: string }>;
  /** One sentence. */
  summary: string;
}

/** What an environment is made of, for pictures. @public */
export interface DependencyGraph {
  environment?: string;
  backstageRelease: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** @public */
export interface GraphNode {
  name: string;
  version: string;
  kind: 'package' | 'host';
  pluginId?: string;
  role?: string;
  /** Why it is here, one sentence each. */
  reasons: string[];
  /** Packages that would break without it, directly or through others. */
  neededBy: string[];
}

/** @public */
export interface GraphEdge {
  from: string;
  to: string;
  kind: 'dependency' | 'optional' | 'peer' | 'host' | 'capability';
  range: string;
  satisfied: boolean;
}
