import type { HostSpec } from '../protocol/hostSpec';
import type { HostProcess } from './HostProcess';
import type { HostBudget } from './limits/ResourceLimits';

/** A prepared place for one host: everything it may see of the machine. */
export interface HostPlace {
  hostId: string;
  /** The layout of the host below the runtime's `hosts` directory. */
  directory: string;
  /** Holds nothing but the host's socket; only the host's user and the supervisor may enter. */
  socketDirectory: string;
  /** Where the host bundle and its packages are. */
  runtimeDirectory: string;
  bundle: string;
  /** The user to run as; absent when the supervisor itself is not privileged. */
  uid?: number;
}

/** @see HostLauncher.launch */
export interface HostLaunch {
  spec: HostSpec;
  place: HostPlace;
  specDigest: string;
  /** V8 old space in MiB. */
  maxOldSpaceMb: number;
  budget: HostBudget;
  /** Strings that must not reach a report. */
  secrets: string[];
}

/**
 * Starts hosts. The first implementation starts a child process under Node's permission model; stronger walls
 * (bubblewrap, Landlock, a pod of its own) implement the same interface.
 */
export interface HostLauncher {
  launch(launch: HostLaunch): Promise<HostProcess>;
}
