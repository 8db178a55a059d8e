import type { PackageRole } from '@sceneshift/backstage-platform-common';
import type { DataExport } from './data';

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
    /** What this package does to the database; absent for those that have none, such as frontends. */
    migrations?: PlanDiffEntry['migrations'];
  }>;
  /** Configuration paths that change; secret values are never shown. */
  config: Array<{ path: string; kind: 'added' | 'changed' | 'removed' }>;
  /** Whether the host of this plugin is replaced. */
  restartsHost: boolean;
  /** The strongest of all packages. */
  migrations: 'none' | 'compatible' | 'one-way';
  /**
   * What becomes of the plugin's database, when it is not simply kept. `copied`: the new version gets a copy, requests wait
   * from the copy until it serves, and the present database stays as it is. `earlier`: back to the database from before. `deleted`: see `deletes`. `empty`: what it
   * had was deleted, and it starts without.
   */
  data?: 'copied' | 'earlier' | 'deleted' | 'empty';
  /** With `data: deleted`. */
  deletes?: PlannedDeletion;
}

/** The data that goes with a plugin: everything is exported first. @public */
export interface PlannedDeletion {
  /** The present one first. */
  databases: Array<{
    kind: DataExport['kind'];
    /** The time that the data is of; absent for the present one. */
    takenAt?: string;
    sizeBytes?: number;
  }>;
  /** How long the exports are kept, in milliseconds. */
  exportsKeptMs: number;
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
