import type { FailureReason } from './types';

/** A database of a plugin that is kept and does not serve: made by hand, or set aside by a rollout. @public */
export interface DatabaseSnapshot {
  id: string;
  environment: string;
  pluginId: string;
  /** `manual`: a copy that somebody asked for. `replaced`: it served until a rollout put another database in its place. */
  kind: 'manual' | 'replaced';
  state: 'creating' | 'ready' | 'failed' | 'deleting';
  /** The newest versions that ran on it, and so the ones whose schema its data has: not always those that served last. */
  packages: Array<{ name: string; version: string }>;
  /** The generation that last served with it. */
  generation?: number;
  /** The time that the data is of. */
  takenAt: string;
  createdBy: string;
  sizeBytes?: number;
  /** When it is deleted by itself. */
  expiresAt?: string;
  reason?: FailureReason;
}

/** Body of `POST …/environments/{env}/snapshots`. @public */
export interface CreateSnapshotRequest {
  pluginId: string;
}

/** Body of `POST …/environments/{env}/snapshots/{id}/restore`. @public */
export interface RestoreSnapshotRequest {
  /** Has to hold {@link restoreConfirmation} of the snapshot. */
  confirm?: string[];
}

/** One database of a plugin as files, made before the data is deleted. @public */
export interface DataExport {
  id: string;
  environment: string;
  pluginId: string;
  /** Which database it was made of: `present` served last, the others were kept as snapshots. */
  kind: 'present' | DatabaseSnapshot['kind'];
  /** The time that the data is of. */
  takenAt: string;
  state: 'creating' | 'ready' | 'failed';
  /** `sha256-…` of the content. */
  digest?: string;
  sizeBytes?: number;
  tables: Array<{ schema: string; name: string; rows: number }>;
  createdAt: string;
  createdBy: string;
  /** When it is deleted by itself. */
  expiresAt?: string;
  reason?: FailureReason;
}

/** How the file of an export is called: unlike that of any other export of the plugin. @public */
export function exportFileName(
  item: Pick<DataExport, 'environment' | 'pluginId' | 'kind' | 'takenAt'>,
): string {
  const { environment, pluginId, kind, takenAt } = item;
  const what =
    kind === 'present' ? 'data' : `${kind}-${takenAt.replace(/[^0-9TZ]/g, '')}`;
  return `${environment}-${pluginId}-${what}.tar.gz`;
}

/** Body of `POST …/environments/{env}/pause`. @public */
export interface PauseRequest {
  /** Shown to everybody whose change is refused. */
  reason: string;
  /** Also stop all hosts. Default false. */
  stopHosts?: boolean;
  /** What becomes of a rollout in progress: cancelled, or by default finished. */
  cancelRollout?: boolean;
}

/** Why an environment accepts no change. @public */
export interface EnvironmentPause {
  at: string;
  by: string;
  reason: string;
  /** Whether its hosts are stopped too. */
  stopHosts: boolean;
}

/** Confirms that the database changes in a way that the present version cannot run with. @public */
export function oneWayConfirmation(pluginId: string): string {
  return `oneWayMigration:${pluginId}`;
}

/** Confirms that the plugin goes back to data from an earlier time. @public */
export function earlierDataConfirmation(pluginId: string): string {
  return `earlierData:${pluginId}`;
}

/** Confirms that the plugin's data is deleted, its snapshots included. @public */
export function deleteDataConfirmation(pluginId: string): string {
  return `deleteData:${pluginId}`;
}

/** Confirms that the plugin starts without the data that it had, because that was deleted. @public */
export function emptyDataConfirmation(pluginId: string): string {
  return `emptyData:${pluginId}`;
}

/** Confirms that a snapshot takes the place of the present data. @public */
export function restoreConfirmation(snapshotId: string): string {
  return `restore:${snapshotId}`;
}
