import type { KnownPackage } from '../world/KnownPackage';
import type { Relation } from '../world/Relation';
import type { Incompatibility } from './Incompatibility';

/** The request asks for a package. */
export interface RootCause {
  kind: 'root';
  package: KnownPackage;
  range: string;
}

/** The environment provides a package at one version. */
export interface HostCause {
  kind: 'host';
  package: KnownPackage;
}

/** Some versions of a package have a relation to others. */
export interface RelationCause {
  kind: 'relation';
  package: KnownPackage;
  relation: Relation;
  /** The packages that the relation speaks of: one, or all providers of a capability. */
  targets: KnownPackage[];
}

/** Versions that may not be selected, whoever asks. */
export interface ExclusionCause {
  kind: 'exclusion';
  package: KnownPackage;
  reason:
    | 'yanked'
    | 'advisory'
    | 'policy'
    | 'override'
    | 'downgrade'
    | 'removal';
  /** Advisory id and severity; which policy; the version that an override or the environment names. */
  detail: string;
}

/** Nothing but these would be a reason to select the package. */
export interface SupportCause {
  kind: 'support';
  package: KnownPackage;
}

/** A count has a bound. Never part of a proof that is shown. */
export interface CostCause {
  kind: 'cost';
}

/** Follows from two others. */
export interface DerivedCause {
  kind: 'derived';
  readonly left: Incompatibility;
  readonly right: Incompatibility;
  /** What it rests on, without the facts in between. */
  readonly sources: readonly Incompatibility[];
}

/** Why an incompatibility holds. */
export type Cause =
  | RootCause
  | HostCause
  | RelationCause
  | ExclusionCause
  | SupportCause
  | CostCause
  | DerivedCause;
