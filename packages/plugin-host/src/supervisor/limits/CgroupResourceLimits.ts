import { SUPERVISOR_GROUP, type CgroupTree } from './CgroupTree';
import type { HostBudget, ResourceLimits } from './ResourceLimits';
import { withUlimits } from './ulimits';

const MIB = 1024 * 1024;
/** From its budget on a host is slowed down, so that it is seen and ended with figures; here the kernel ends it. */
const HARD_LIMIT = 1.1;
const HOST_GROUP = /^host-(.+)$/;
/** Gone already, or still has a process that is just ending: the next sweep finds it. */
const MAY_STAY = ['ENOENT', 'EBUSY'];

/**
 * One control group per host below a group that was delegated to the supervisor: everything that a host uses counts, also
 * page cache and what children would use, and the kernel ends the host as a whole.
 */
export class CgroupResourceLimits implements ResourceLimits {
  readonly mechanism = 'cgroup';

  private constructor(private readonly tree: CgroupTree) {}

  /** Makes the group divisible; throws with the reason, everything as it was, when it was not delegated. */
  static create(tree: CgroupTree, pid: number): CgroupResourceLimits {
    if (!has(tree.read('cgroup.controllers'), 'memory')) {
      throw new Error('the memory controller is not available to this group');
    }
    if (!has(tree.read('cgroup.subtree_control'), 'memory')) divide(tree, pid);
    return new CgroupResourceLimits(tree);
  }

  wrap(command: readonly string[], { ownUser }: HostBudget): string[] {
    return withUlimits(command, { ownUser });
  }

  confine(hostId: string, pid: number, { maxRssMb }: HostBudget): void {
    const { tree } = this;
    const group = groupOf(hostId);
    const bytes = maxRssMb * MIB;
    tree.make(group);
    tree.write(`${group}/memory.high`, String(bytes));
    tree.write(`${group}/memory.max`, String(Math.round(bytes * HARD_LIMIT)));
    tree.write(`${group}/memory.oom.group`, '1');
    tree.write(`${group}/cgroup.procs`, String(pid));
  }

  outOfMemory(hostId: string): string | undefined {
    const group = groupOf(hostId);
    if (!this.tree.groups().includes(group)) return undefined;
    const kills = /^oom_kill (\d+)$/m.exec(
      this.tree.read(`${group}/memory.events`),
    )?.[1];
    if (!kills || kills === '0') return undefined;
    const max = Number(this.tree.read(`${group}/memory.max`));
    return `its control group reached ${Math.round(max / MIB)} MiB`;
  }

  release(hostId: string): void {
    this.#remove(groupOf(hostId));
  }

  sweep(kept: ReadonlySet<string>): void {
    for (const group of this.tree.groups()) {
      const hostId = HOST_GROUP.exec(group)?.[1];
      if (hostId && !kept.has(hostId)) this.#remove(group);
    }
  }

  #remove(group: string): void {
    try {
      this.tree.write(`${group}/cgroup.kill`, '1');
      this.tree.remove(group);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (!MAY_STAY.includes(code)) throw error;
    }
  }
}

/** A group with children must not have a process of its own: ours moves into a child first. */
function divide(tree: CgroupTree, pid: number): void {
  const inside = tree.read('cgroup.procs').split('\n').includes(String(pid));
  if (inside) moveAside(tree, pid);
  try {
    tree.write('cgroup.subtree_control', '+memory');
  } catch (error) {
    if (inside) moveBack(tree, pid);
    throw error;
  }
}

function moveAside(tree: CgroupTree, pid: number): void {
  tree.make(SUPERVISOR_GROUP);
  tree.write(`${SUPERVISOR_GROUP}/cgroup.procs`, String(pid));
}

function moveBack(tree: CgroupTree, pid: number): void {
  tree.write('cgroup.procs', String(pid));
  tree.remove(SUPERVISOR_GROUP);
}

function groupOf(hostId: string): string {
  return `host-${hostId}`;
}

function has(list: string, controller: string): boolean {
  return list.trim().split(' ').includes(controller);
}
