import {
  SUPERVISOR_GROUP,
  type CgroupTree,
} from '../supervisor/limits/CgroupTree';

/**
 * A tree of control groups with those rules of the kernel that matter: a group with processes of its own cannot give
 * controllers to its children, files of a controller are there only once it was given, a group with processes stays.
 */
export class FakeCgroupTree implements CgroupTree {
  readonly #files = new Map<string, string>([['cgroup.subtree_control', '']]);
  readonly #groups = new Set<string>();
  /** The group of each process, '' for the root of the tree. */
  readonly processes = new Map<number, string>();

  constructor(controllers: string) {
    this.#files.set('cgroup.controllers', controllers);
  }

  read(path: string): string {
    const { group, file } = split(path);
    if (file === 'cgroup.procs') return this.#processesOf(group).join('\n');
    return this.#file(path);
  }

  write(path: string, value: string): void {
    const { group, file } = split(path);
    if (file === 'cgroup.procs') this.processes.set(Number(value), group);
    else if (file === 'cgroup.kill') this.#kill(group);
    else if (path === 'cgroup.subtree_control') this.#give(value);
    else {
      this.#file(path);
      this.#files.set(path, value);
    }
  }

  make(group: string): void {
    this.#groups.add(group);
    if (!this.#file('cgroup.subtree_control').includes('memory')) return;
    for (const file of ['memory.high', 'memory.max', 'memory.oom.group']) {
      this.#files.set(`${group}/${file}`, 'max');
    }
    this.#files.set(`${group}/memory.events`, 'oom 0\noom_kill 0\n');
  }

  remove(group: string): void {
    if (!this.#groups.has(group)) throw failure('ENOENT');
    if (this.#processesOf(group).length) throw failure('EBUSY');
    this.#groups.delete(group);
    for (const path of this.#files.keys()) {
      if (path.startsWith(`${group}/`)) this.#files.delete(path);
    }
  }

  groups(): string[] {
    return [...this.#groups];
  }

  /** What the kernel does when a group needs more than its `memory.max`. */
  exhaust(group: string): void {
    this.#files.set(`${group}/memory.events`, 'oom 1\noom_kill 1\n');
    this.#kill(group);
  }

  #give(value: string): void {
    const busy = this.#processesOf('').length > 0;
    if (busy) throw failure('EBUSY');
    this.#files.set('cgroup.subtree_control', value.replace('+', ''));
    if (this.#groups.has(SUPERVISOR_GROUP)) this.make(SUPERVISOR_GROUP);
  }

  #kill(group: string): void {
    if (!this.#groups.has(group)) throw failure('ENOENT');
    for (const pid of this.#processesOf(group)) this.processes.delete(pid);
  }

  #processesOf(group: string): number[] {
    return [...this.processes].flatMap(([pid, at]) =>
      at === group ? [pid] : [],
    );
  }

  #file(path: string): string {
    const value = this.#files.get(path);
    if (value === undefined) throw failure('ENOENT');
    return value;
  }
}

function split(path: string): { group: string; file: string } {
  const at = path.lastIndexOf('/');
  return { group: path.slice(0, Math.max(at, 0)), file: path.slice(at + 1) };
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
