import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { itUnless } from '../../testUtils/itUnless';
import { KernelCgroupTree } from './CgroupTree';

const GROUP = `host-test${process.pid}`;

/** Why the kernel lets us have no group below our own one; undefined where it does. */
function whyNoGroup(): string | undefined {
  try {
    const tree = KernelCgroupTree.own();
    tree.make(GROUP);
    tree.remove(GROUP);
    return undefined;
  } catch (error) {
    return `not shown with the kernel here: ${(error as Error).message}`;
  }
}

describe('KernelCgroupTree', () => {
  const itMay = itUnless(whyNoGroup());

  itMay(
    'makes groups, moves processes, ends them and leaves nothing behind',
    async () => {
      const tree = KernelCgroupTree.own();
      tree.make(GROUP);
      const child = spawn('sleep', ['60']);
      const exited = once(child, 'exit');
      tree.write(`${GROUP}/cgroup.procs`, String(child.pid));
      expect(readFileSync(`/proc/${child.pid}/cgroup`, 'utf8')).toContain(
        `/${GROUP}`,
      );
      expect(tree.groups()).toContain(GROUP);
      // A controller that is not there has no file, and none is made.
      expect(() => tree.write(`${GROUP}/nothing.max`, '1')).toThrow('ENOENT');
      expect(() => tree.remove(GROUP)).toThrow('EBUSY');
      tree.write(`${GROUP}/cgroup.kill`, '1');
      expect((await exited)[1]).toBe('SIGKILL');
      tree.remove(GROUP);
      expect(tree.groups()).not.toContain(GROUP);
    },
  );
});
