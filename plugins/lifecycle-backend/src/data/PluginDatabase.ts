import { createHash } from 'node:crypto';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';

/** Why a database was made. `initial` ones were there first, and are on record since something was copied from them. */
export type DatabasePurpose =
  | 'initial'
  | 'one-way-migration'
  | 'restore'
  | 'snapshot';

/**
 * How far the making of a database is.
 *
 * `waiting`: on record only. `holding`: requests of the plugin wait. `copied`: it is there; its source takes no writes while the
 * rollout goes on. `ready`: nothing is held, the source is writable again. `failed`: a snapshot that could not be made.
 * `deleting`: about to be dropped.
 */
export type DatabaseState =
  | 'waiting'
  | 'holding'
  | 'copied'
  | 'ready'
  | 'failed'
  | 'deleting';

/** A database of a plugin, as stored. */
export interface PluginDatabase {
  id: string;
  organizationId: string;
  environmentId: string;
  pluginId: string;
  databaseName: string;
  purpose: DatabasePurpose;
  state: DatabaseState;
  /** The database that it is a copy of. */
  sourceName?: string;
  /** The rollout that it was made for. */
  rolloutId?: string;
  /** The newest versions that ran on it, as far as that was looked up: at the latest when it was displaced. */
  packages: Array<{ name: string; version: string }>;
  generation?: number;
  sizeBytes?: number;
  reason?: FailureReason;
  createdAt: Date;
  createdBy: string;
  /** Since when it does not serve any more. */
  displacedAt?: Date;
  /** Since when nobody may connect to it. */
  sealedAt?: Date;
}

/** What a rollout does to a plugin's data, as the plan says. */
export type DataChange =
  /** Of the package whose migration makes it necessary. */
  | { pluginId: string; kind: 'copy'; packageName?: string }
  | { pluginId: string; kind: 'earlier' }
  /** The plugin was removed without its data, and comes back to it. */
  | { pluginId: string; kind: 'found' }
  /** The plugin comes back, and its data was deleted. */
  | { pluginId: string; kind: 'empty' }
  | { pluginId: string; kind: 'restore'; snapshotId: string };

/** PostgreSQL cuts names at 63 bytes. */
const NAME_LENGTH = 63;

/** The name of a further database of a plugin: like the first one's, and unique by what it is made for. */
export function furtherDatabaseName(first: string, madeFor: string): string {
  const digest = createHash('sha256').update(madeFor).digest('hex').slice(0, 8);
  return `${first.slice(0, NAME_LENGTH - 9)}_${digest}`;
}
