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

/** Values that the plugin's schema marks secret are only accepted as `{"$secret": "name"}`. @public */
export type PluginConfig = Record<string, unknown>;

/** @public */
export type PlannedChange =
  | {
      action:
        | 'install'
        | 'upgrade'
        | 'configure'
        | 'enable'
        | 'disable'
        | 'remove';
      pluginId: string;
      /** Package name to exact version or `latest`; an omitted package stays, or is the newest installable on install. */
      packages?: Record<string, string>;
      /**
       * Replaces the plugin's configuration; without it the present one stays, and so do its settings of extensions
       * (`app`) when only `app` is left out.
       */
      config?: PluginConfig;
      /** With `remove`: drop the plugin's database too. Default false. */
      deleteData?: boolean;
    }
  | { action: 'rollback'; generation: number };

/** One line of a plan's difference. @public */
export interface PlanDiffEntry {
  pluginId: string;
  kind:
    | 'install'
    | 'upgrade'
    | 'downgrade'
    | 'reconfigure'
    | 'enable'
    | 'disable'
    | 'remove'
    | 'keep';
  packages: Array<{
    name: string;
    role: PackageRole;
    from?: string;
    to?: string;
  }>;
  /** Configuration paths that change; secret values are never shown. */
  config: Array<{ path: string; kind: 'added' | 'changed' | 'removed' }>;
  /** Whether the host of this plugin is replaced. */
  restartsHost: boolean;
  migrations: 'none' | 'compatible' | 'one-way';
  /**
   * What becomes of the plugin's database, when it is not simply kept. `copied`: the new version gets a copy, requests wait
   * from the copy until it serves, and the present database stays as it is. `earlier`: back to the database from before.
   */
  data?: 'copied' | 'earlier';
}

/** Something that was tried and would work. @public */
export interface PlanFix {
  description: string;
  /** What to plan instead; absent when changes of plugins cannot say it. */
  changes?: PlannedChange[];
  /** The Backstage release to move to, where that is the fix. */
  backstageRelease?: string;
}

/** Something a plan's reader must know. `blocking` ones refuse the rollout. @public */
export interface PlanProblem {
  code: string;
  message: string;
  pluginId?: string;
  packageName?: string;
  /** Paths of missing or wrong configuration, for the form. */
  paths?: string[];
  /** With `VERSIONS_CONFLICT`: why no versions go together, in numbered lines. */
  explanation?: string;
  /** With `VERSIONS_CONFLICT`. */
  fixes?: PlanFix[];
  /** Has to be repeated in `confirm` when the rollout is started: the reader knows what follows. */
  confirm?: string;
  severity: 'blocking' | 'warning';
}

/** @public */
export interface Plan {
  id: string;
  environment: string;
  /** sha256 over the proposed generation and its base; approvals and rollouts bind to it. */
  hash: string;
  baseGeneration: number;
  createdAt: string;
  createdBy: string;
  changes: PlannedChange[];
  diff: PlanDiffEntry[];
  problems: PlanProblem[];
  /** Per plugin with a configuration: its merged JSON schema and the present values, secrets as references. */
  configForms: Array<{
    pluginId: string;
    schema: Record<string, unknown>;
    values: PluginConfig;
    required: string[];
  }>;
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
