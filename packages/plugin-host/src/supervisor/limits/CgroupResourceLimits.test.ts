import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FakeCgroupTree } from '../../testUtils/FakeCgroupTree';
import { itUnless } from '../../testUtils/itUnless';
import { CgroupResourceLimits } from './CgroupResourceLimits';
import { KernelCgroupTree } from './CgroupTree';

const OWN_PID = 100;
const BUDGET = { maxRssMb: 200, ownUser: false };

describe('CgroupResourceLimits', () => {
  let tree: FakeCgroupTree;
  beforeEach(() => {
    tree = new FakeCgroupTree('cpu memory pids');
    tree.processes.set(OWN_PID, '');
  });

  it('moves the supervisor aside, and gives each host a group with its budget', () => {
    const limits = CgroupResourceLimits.create(tree, OWN_PID);
    limits.confine('a1', 200, BUDGET);
    expect([...tree.processes]).toEqual([
      [OWN_PID, 'supervisor'],
      [200, 'host-a1'],
    ]);
    const bytes = 200 * 1024 * 1024;
    expect(tree.read('host-a1/memory.high')).toBe(String(bytes));
    expect(Number(tree.read('host-a1/memory.max'))).toBeGreaterThan(bytes);
    expect(tree.read('host-a1/memory.oom.group')).toBe('1');
  });

  it('knows which hosts the kernel has ended, and why', () => {
    const limits = CgroupResourceLimits.create(tree, OWN_PID);
    limits.confine('a1', 200, BUDGET);
    expect(limits.outOfMemory('a1')).toBeUndefined();
    tree.exhaust('host-a1');
    expect(limits.outOfMemory('a1')).toBe('its control group reached 220 MiB');
    expect(limits.outOfMemory('unknown')).toBeUndefined();
  });

  it('leaves no group behind', () => {
    const limits = CgroupResourceLimits.create(tree, OWN_PID);
    for (const id of ['a1', 'b2', 'c3']) limits.confine(id, 200, BUDGET);
    limits.release('a1');
    limits.release('a1');
    limits.sweep(new Set(['b2']));
    expect(tree.groups().sort()).toEqual(['host-b2', 'supervisor']);
  });

  it('goes on where an earlier supervisor has divided the group', () => {
    CgroupResourceLimits.create(tree, OWN_PID);
    tree.processes.set(OWN_PID, 'supervisor');
    expect(() => CgroupResourceLimits.create(tree, OWN_PID)).not.toThrow();
  });

  it('refuses a group that was not delegated, and leaves it as it was', () => {
    const shared = 300;
    tree.processes.set(shared, '');
    expect(() => CgroupResourceLimits.create(tree, OWN_PID)).toThrow('EBUSY');
    expect(tree.processes.get(OWN_PID)).toBe('');
    expect(tree.groups()).toEqual([]);
    const none = new FakeCgroupTree('cpu');
    expect(() => CgroupResourceLimits.create(none, OWN_PID)).toThrow(
      'the memory controller is not available',
    );
  });

  const itMay = itUnless(whyNotDelegated());

  itMay(
    'is obeyed by the kernel, where this machine delegates memory',
    async () => {
      const own = KernelCgroupTree.own();
      const limits = CgroupResourceLimits.create(own, process.pid);
      const script = `process.stdin.on('data', () => { const held = []; for (;;) held.push(Buffer.alloc(1 << 20, 1)); })`;
      const child = spawn(process.execPath, ['-e', script]);
      limits.confine('test', child.pid ?? 0, { maxRssMb: 128, ownUser: false });
      child.stdin.write('go');
      const [, signal] = (await once(child, 'exit')) as [unknown, string];
      expect(signal).toBe('SIGKILL');
      expect(limits.outOfMemory('test')).toContain('reached 141 MiB');
      limits.release('test');
    },
  );
});

/** Why the group of this process may not be divided; undefined where it may. */
function whyNotDelegated(): string | undefined {
  try {
    CgroupResourceLimits.create(KernelCgroupTree.own(), process.pid);
    return undefined;
  } catch (error) {
    return `shown with FakeCgroupTree alone, not with the kernel: ${
      (error as Error).message
    }`;
  }
}
