import type {
  DesiredHost,
  FailureReason,
  HostPolicy,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { HostRecord } from './HostProcess';
import type { ProbationRecord } from './ProbationRecord';

/** Everything that is needed to start one host again without the control plane. */
export interface HostPlan {
  host: DesiredHost;
  sharedConfig: Record<string, unknown>;
  policy: HostPolicy;
}

/** What a supervisor remembers of one plugin. */
export interface SlotState {
  pluginId: string;
  /** What serves, or has to be brought back; absent when the plugin was removed and is in probation. */
  plan?: HostPlan;
  hostId?: string;
  /** The last good plan before this one. */
  previous?: HostPlan;
  /** The host of `previous`, while it is kept warm. */
  warmHostId?: string;
  /** The host that a rollout brought and that never served before, while it is `hostId`. */
  newcomerId?: string;
  /** A specification that this replica gave up, and in which rollout. */
  rejected?: RejectedSpec;
  /** Why the supervisor gives a host up: written before it ends the host, so that the next one knows. */
  failure?: HostFailure;
  restarts: number;
}

/** @see SlotState.failure */
export interface HostFailure {
  hostId: string;
  reason: FailureReason;
}

/** @see SlotState.rejected */
export interface RejectedSpec {
  specDigest: string;
  rolloutId?: string;
  /** What it belonged to: a rollout's end does not make the version wanted anew. */
  generation: number;
  code: string;
  message: string;
}

/** What is known of an artifact on disk. */
export interface StoredArtifact {
  /** sha256 of its `artifact.json`, from which every other file is verified. */
  manifestSha256: string;
  bytes: number;
  usedAt: string;
}

/** The supervisor's memory. Holds credentials of plugins: the file is readable by its owner alone. */
export interface SupervisorState {
  formatVersion: 1;
  environment: string;
  /** What the front serves now. */
  generation: number;
  /** The one that is going on. */
  probation?: ProbationRecord;
  slots: Record<string, SlotState>;
  hosts: Record<string, HostRecord>;
  artifacts: Record<string, StoredArtifact>;
  /** Number of each plugin's user within the range of host users. */
  users: Record<string, number>;
}

/** The memory of a supervisor that has never run. */
export function emptyState(environment: string): SupervisorState {
  return {
    formatVersion: 1,
    environment,
    generation: 0,
    slots: {},
    hosts: {},
    artifacts: {},
    users: {},
  };
}
