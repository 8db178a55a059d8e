import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The group of the supervisor itself: a group with children must not have processes of its own. */
export const SUPERVISOR_GROUP = 'supervisor';

/** A part of the hierarchy of control groups that is ours to change: the kernel's files, by path below it. */
export interface CgroupTree {
  read(path: string): string;
  write(path: string, value: string): void;
  make(group: string): void;
  /** Only possible once no process is left in it. */
  remove(group: string): void;
  groups(): string[];
}

/** The kernel's own tree. */
export class KernelCgroupTree implements CgroupTree {
  constructor(readonly directory: string) {}

  /** The group that this process was put in, and may divide when it was delegated. */
  static own(): KernelCgroupTree {
    const mount = mountPoint(readFileSync('/proc/self/mountinfo', 'utf8'));
    const group = ownGroup(readFileSync('/proc/self/cgroup', 'utf8'));
    const directory = join(mount, group);
    // An earlier supervisor, or systemd, has moved us out of the way of the hosts' groups.
    const moved = basename(directory) === SUPERVISOR_GROUP;
    return new KernelCgroupTree(moved ? dirname(directory) : directory);
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  /** Never creates a file: one that does not exist is a controller that is not there. */
  write(path: string, value: string): void {
    const fd = openSync(join(this.directory, path), 'r+');
    try {
      writeSync(fd, value);
    } finally {
      closeSync(fd);
    }
  }

  make(group: string): void {
    mkdirSync(join(this.directory, group), { recursive: true });
  }

  remove(group: string): void {
    rmdirSync(join(this.directory, group));
  }

  groups(): string[] {
    return readdirSync(this.directory, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name);
  }
}

function mountPoint(mountinfo: string): string {
  const line = mountinfo.split('\n').find(entry => / - cgroup2 /.test(entry));
  const path = line?.split(' ')[4];
  if (!path) throw new Error('no cgroup v2 hierarchy is mounted');
  return path;
}

function ownGroup(cgroup: string): string {
  const path = /^0::(.*)$/m.exec(cgroup)?.[1];
  if (!path) throw new Error('this process is in no group of cgroup v2');
  return path;
}
