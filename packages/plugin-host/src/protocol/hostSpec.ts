import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';

/** One package of a host, laid out on disk. */
export interface HostPackage {
  name: string;
  version: string;
  role: 'backend-plugin' | 'backend-plugin-module';
  /** Absolute directory of the package in the host's layout. */
  directory: string;
  /** CommonJS entry, relative to the directory. */
  main: string;
}

/**
 * What a supervisor hands to a host that it starts: one JSON document on standard input, so that no secret stands in an
 * environment, on a command line or in a file.
 */
export interface HostSpec {
  hostId: string;
  pluginId: string;
  packages: HostPackage[];
  /** Unix domain socket to listen on. */
  socketPath: string;
  /** Where the host reaches the core plugins: the control plane's URL. */
  controlPlaneUrl: string;
  sharedConfig: Record<string, unknown>;
  config: Record<string, unknown>;
  database: DesiredHost['database'];
  signingKey: { keyId: string; publicKeyFile: string; privateKeyFile: string };
  /** Strings that must never reach a log. */
  secrets: string[];
  /** The host ends itself when no supervisor asked for its status for this long. */
  orphanTimeoutMs: number;
}
