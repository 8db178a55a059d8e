/** Path of a host's own status, on its private socket only; the front never forwards it. */
export const HOST_STATUS_PATH = '/.sceneshift/host/v1/status';

/** One package that a host has loaded. */
export interface LoadedPackage {
  name: string;
  version: string;
}

/** What a host says of itself. */
export interface HostStatus {
  hostId: string;
  pid: number;
  phase: 'starting' | 'started' | 'failed';
  /** As read from the packages that were loaded. */
  packages: LoadedPackage[];
  /** Plugin ids that `backend.start()` reported, without failure. */
  pluginIds: string[];
  /** One sentence per plugin or module that failed. */
  failures: string[];
  /** Absent in what a host of an earlier release says. */
  unhandledErrors?: UnhandledErrorSummary;
}

/** Rejections and exceptions that nothing in the plugin handled. Backstage logs them, and the host serves on. */
export interface UnhandledErrorSummary {
  /** Since the start of the host. */
  count: number;
  /** One redacted sentence of the newest one: its message, and where it came from. */
  last?: string;
}

/** Exit codes of a host, so that a supervisor can tell why it ended. */
export const HOST_EXIT = {
  /** The plugin failed to load or to start. */
  startFailed: 70,
  /** The specification on standard input was incomplete: the supervisor went away. */
  noSpec: 71,
  /** No supervisor asked for the status for too long. */
  orphaned: 72,
} as const;
