import { createApiRef } from '@backstage/frontend-plugin-api';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';

/** A hosted plugin whose frontend could not be used in this page. @public */
export interface RemoteFailure {
  pluginId: string;
  packageName: string;
  version: string;
  reason: FailureReason;
}

/** What became of the remotes when this page was opened. @public */
export interface RemotesStatus {
  environment?: string;
  /** Of the list that this page has loaded; absent when the list could not be read. */
  revision?: string;
  /** Plugins whose frontend runs in this page, with their versions. */
  loaded: Array<{ pluginId: string; packageName: string; version: string }>;
  failures: RemoteFailure[];
  /** Why the list itself could not be read. */
  listError?: string;
}

/**
 * Tells pages which remotes this page runs. Provided by the app; absent when a plugin is developed alone.
 *
 * @public
 */
export interface RemotesStatusApi {
  getStatus(): RemotesStatus;
}

/** @public */
export const remotesStatusApiRef = createApiRef<RemotesStatusApi>().with({
  id: 'app.sceneshift-remotes-status',
  pluginId: 'app',
});
