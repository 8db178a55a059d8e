/** What one host may use. */
export interface HostBudget {
  /** Resident memory in MiB. */
  maxRssMb: number;
  /** Its user runs nothing but hosts, so that the number of the user's processes can be limited. */
  ownUser: boolean;
}

/**
 * What the operating system does to keep hosts within their budgets. Besides, and whatever the mechanism, the resident
 * memory of each host is looked at four times a second: that gives the clearest reason, the limits here hold in between.
 */
export interface ResourceLimits {
  /** What bounds memory: a control group, a limit that the process takes along, or nothing but the look at it. */
  readonly mechanism: 'cgroup' | 'rlimit' | 'polling';

  /** The command that runs the given one within limits that a process takes along. */
  wrap(command: readonly string[], budget: HostBudget): string[];

  /** Sets limits from outside on a process that has not loaded its plugin yet. */
  confine(hostId: string, pid: number, budget: HostBudget): void;

  /** What the kernel says of a host that it ended because of its memory; undefined when it did not. */
  outOfMemory(hostId: string): string | undefined;

  /** The host has ended: nothing of its limits stays behind. */
  release(hostId: string): void;

  /** Removes the limits of all other hosts, which nobody knows any more. */
  sweep(kept: ReadonlySet<string>): void;
}
