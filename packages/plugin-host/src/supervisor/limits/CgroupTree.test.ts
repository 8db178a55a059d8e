import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { KernelCgroupTree } from './CgroupTree';

const GROUP = `host-test${process.pid}`;

/** A group below our own one, when the kernel lets us have it, or why not. */
function makeGroup(): KernelCgroupTree | string {
  try {
    const tree = KernelCgroupTree.own();
    tree.make(GROUP);
    return tree;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('KernelCgroupTree', () => {
  it('makes groups, moves processes, ends them and leaves nothing behind', async () => {
    const tree = makeGroup();
    if (typeof tree === 'string') {
      process.stdout.write(`Not shown with the kernel here: ${tree}\n`);
      return;
    }
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
  });
});
