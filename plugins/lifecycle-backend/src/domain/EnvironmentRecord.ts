import type {
  EnvironmentPause,
  FailureReason,
  EnvironmentPolicy,
  PlannedChange,
  Plan,
  ReplicaHost,
  ReplicaRollout,
  Rollout,
  Generation,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { DataChange } from '../data/PluginDatabase';
import type { GenerationContent } from './GenerationContent';

/** An environment as stored. */
export interface EnvironmentRecord {
  id: string;
  organizationId: string;
  name: string;
  title: string;
  backstageRelease: string;
  policy: EnvironmentPolicy;
  /** The shared configuration may hold secrets: it is read from configuration and not stored. */
  sharedConfigHash: string;
  servingGeneration: number;
  /** What supervisors are told to run. */
  desiredGeneration: number;
  /** What the app is told to load. */
  remotesGeneration: number;
  activeRolloutId?: string;
  /** Present while no change is accepted. */
  paused?: EnvironmentPause;
  revision: string;
}

/** A generation as stored. */
export interface GenerationRecord {
  id: string;
  organizationId: string;
  environmentId: string;
  number: number;
  state: Generation['state'];
  rolloutId?: string;
  summary: string;
  content: GenerationContent;
  createdAt: Date;
  createdBy: string;
}

/** What a planner proposes. */
export interface Proposal {
  content: GenerationContent;
  diff: Plan['diff'];
  problems: Plan['problems'];
  configForms: Plan['configForms'];
  /** Plugins whose databases are dropped once the generation serves. */
  deleteData: string[];
  /** What becomes of databases that are not simply kept. */
  dataChanges?: DataChange[];
  /** Whether the app is switched before the hosts. */
  frontendFirst: boolean;
  summary: string;
}

/** A plan as stored. */
export interface PlanRecord {
  id: string;
  organizationId: string;
  environmentId: string;
  hash: string;
  baseGeneration: number;
  changes: PlannedChange[];
  proposal: Proposal;
  createdAt: Date;
  createdBy: string;
}

/** A rollout as stored; its steps are rows of their own. */
export interface RolloutRecord {
  id: string;
  organizationId: string;
  environmentId: string;
  planId: string;
  fromGeneration: number;
  toGeneration: number;
  state: Rollout['state'];
  frontendFirst: boolean;
  deleteData: string[];
  reason?: FailureReason;
  logs?: string[];
  preparedAt?: Date;
  deadlineAt: Date;
  createdAt: Date;
  createdBy: string;
  endedAt?: Date;
}

/** A supervisor that was told of a rollout's generation. */
export interface RolloutReplicaRecord {
  replicaId: string;
  /** 1 is the canary. */
  position: number;
  releasedAt: Date;
  /** Since when it serves without a break. */
  servedAt?: Date;
}

/** A supervisor as it last reported. */
export interface ReplicaRecord {
  id: string;
  environmentId: string;
  address: string;
  backstageRelease: string;
  revision: string;
  generation: number;
  rollout?: Omit<ReplicaRollout, 'logs'>;
  hosts: Array<Omit<ReplicaHost, 'logs'>>;
  lastSeenAt: Date;
}
