import type { RemoteEntry } from '@sceneshift/backstage-plugin-lifecycle-common';

/** Brings the code of a remote into the page. */
export interface RemoteModuleLoader {
  /** The module that a remote exposes under a name such as `.` or `./alpha`. */
  load(entry: RemoteEntry, expose: string): Promise<unknown>;
}
