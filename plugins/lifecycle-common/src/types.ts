import type { PackageRole } from '@sceneshift/backstage-platform-common';
import type { EnvironmentPause } from './data';

/** A named place where plugins run. @public */
export interface Environment {
  name: string;
  title: string;
  /** The Backstage release (baseline) that its hosts run. */
  backstageRelease: string;
  /** True for the one environment that this portal itself serves. */
  current: boolean;
  /** The generation that serves, 0 when nothing was ever installed. */
  servingGeneration: number;
  /** The rollout in progress, if any. */
  activeRolloutId?: string;
  /** Present while no change is accepted. */
  paused?: EnvironmentPause;
  plugins: InstalledPlugin[];
  replicas: ReplicaSummary[];
}

/** One plugin of a generation. @public */
export interface InstalledPlugin {
  pluginId: string;
  enabled: boolean;
  packages: Array<{ name: string; version: string; role: PackageRole }>;
  /** As last reported by the environment's supervisors; `frontend-only` plugins have no host. */
  health:
    | 'serving'
    | 'starting'
    | 'failed'
    | 'unavailable'
    | 'disabled'
    | 'frontend-only';
  reason?: FailureReason;
}

/** A supervisor as the control plane knows it. @public */
export interface ReplicaSummary {
  id: string;
  address: string;
  backstageRelease: string;
  generation: number;
  lastSeenAt: string;
  alive: boolean;
}

/** Why something failed, for people and programs. @public */
export interface FailureReason {
  /** From the error catalogue. */
  code: string;
  message: string;
  pluginId?: string;
  /** The replica on which it happened. */
  replicaId?: string;
}

/** @public */
export interface Generation {
  number: number;
  environment: string;
  createdAt: string;
  createdBy: string;
  state: 'proposed' | 'serving' | 'superseded' | 'failed';
  /** The rollout that brought it, or tried to. */
  rolloutId?: string;
  summary: string;
  plugins: Array<{
    pluginId: string;
    enabled: boolean;
    packages: Array<{ name: string; version: string; role: PackageRole }>;
  }>;
}

/** @public */
export type RolloutState =
  | 'fetching'
  | 'verifying'
  | 'starting'
  | 'checking'
  | 'serving'
  | 'failed'
  | 'rolledBack'
  | 'cancelled';

/** States in which a rollout has ended. @public */
export const FINAL_ROLLOUT_STATES: readonly RolloutState[] = [
  'serving',
  'failed',
  'rolledBack',
  'cancelled',
];

/** @public */
export interface RolloutStep {
  state: RolloutState;
  /** The replica that reported it; absent for the control plane's own. */
  replicaId?: string;
  pluginId?: string;
  message?: string;
  at: string;
}

/** How far one replica has come with a rollout. @public */
export interface RolloutParticipant {
  id: string;
  /** The canary is 1; absent while the replica waits for its turn. */
  position?: number;
  /** `waiting`: it was not told of the generation yet, and serves the one before. */
  state: 'waiting' | RolloutState;
  /** False when it was not heard of for a while: the rollout goes on without it. */
  alive: boolean;
}

/** @public */
export interface Rollout {
  id: string;
  environment: string;
  planId: string;
  fromGeneration: number;
  toGeneration: number;
  state: RolloutState;
  steps: RolloutStep[];
  /** While it is in progress: the replicas that take part, the canary first. */
  replicas?: RolloutParticipant[];
  reason?: FailureReason;
  /** Up to 200 redacted lines of the host that failed. */
  logs?: string[];
  createdAt: string;
  createdBy: string;
  endedAt?: string;
}

/** One frontend remote in the public list that the app reads before sign-in. @public */
export interface RemoteEntry {
  pluginId: string;
  packageName: string;
  version: string;
  federationName: string;
  /** Absolute path on the control plane, under the artifact's digest. */
  manifestPath: string;
  entryPath: string;
  /** `sha384-…` of the entry. */
  entryIntegrity: string;
  exposes: string[];
}

/** The public list. Holds nothing secret. @public */
export interface RemotesList {
  environment: string;
  /** Changes when anything a page has loaded changed. */
  revision: string;
  remotes: RemoteEntry[];
  /** Frontend-visible configuration and `app.extensions` of the hosted plugins. */
  config: { data: Record<string, unknown>; extensions: unknown[] };
  /** Extension ids, plugin ids and routes that belong to the portal. */
  reservedPluginIds: string[];
}
