import type { SupervisorLog } from '../SupervisorLog';
import { CgroupResourceLimits } from './CgroupResourceLimits';
import { KernelCgroupTree } from './CgroupTree';
import { PolledResourceLimits } from './PolledResourceLimits';
import type { ResourceLimits } from './ResourceLimits';
import { RlimitResourceLimits } from './RlimitResourceLimits';

/** @see chooseResourceLimits */
export interface ResourceLimitsOptions {
  /** `auto` for the group of this process, `none`, or the directory of a group that was delegated. */
  cgroup: string;
  nodePath: string;
  log: SupervisorLog;
}

/** The strongest mechanism that works here, from a control group down to polling alone. Says which, and why not more. */
export function chooseResourceLimits(
  options: ResourceLimitsOptions,
): ResourceLimits {
  const unavailable: Record<string, string> = {};
  const attempt = (name: string, create: () => ResourceLimits) => {
    try {
      return create();
    } catch (error) {
      unavailable[name] = (error as Error).message;
      return undefined;
    }
  };
  const limits =
    attempt('cgroup', () => createCgroupLimits(options.cgroup)) ??
    attempt('rlimit', () => RlimitResourceLimits.create(options.nodePath)) ??
    new PolledResourceLimits();
  const { mechanism } = limits;
  options.log.info('Memory of hosts is limited', { mechanism, unavailable });
  return limits;
}

function createCgroupLimits(cgroup: string): ResourceLimits {
  if (cgroup === 'none') throw new Error('not wanted (--cgroup none)');
  const tree =
    cgroup === 'auto' ? KernelCgroupTree.own() : new KernelCgroupTree(cgroup);
  return CgroupResourceLimits.create(tree, process.pid);
}
