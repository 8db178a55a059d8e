import { execFileSync } from 'node:child_process';
import type { HostBudget, ResourceLimits } from './ResourceLimits';
import { withUlimits } from './ulimits';

const TRIAL_TIMEOUT_MS = 10_000;
const TELL_STATUS = `fs.readFileSync('/proc/self/status', 'utf8')`;

/**
 * Bounds memory by `RLIMIT_DATA`, which counts what a process may write, also Buffers, which no limit of V8's heap counts. What
 * V8 reserves without using it (more than half a GiB) counts too, and is added to the budget. `RLIMIT_AS` would count
 * every mapping and is of no use for V8. A plugin that reaches the limit gets errors of its own; over the budget it is
 * ended.
 */
export class RlimitResourceLimits implements ResourceLimits {
  readonly mechanism = 'rlimit';

  private constructor(private readonly reservedMb: number) {}

  /** Throws when a Node process cannot start with limits here. */
  static create(nodePath: string): RlimitResourceLimits {
    return new RlimitResourceLimits(measureReserved(nodePath));
  }

  wrap(command: readonly string[], budget: HostBudget): string[] {
    const { maxRssMb, ownUser } = budget;
    return withUlimits(command, {
      ownUser,
      dataMb: this.reservedMb + maxRssMb,
    });
  }

  confine(): void {}

  /** The process itself says so, or cannot any more. */
  outOfMemory(): undefined {
    return undefined;
  }

  release(): void {}

  sweep(): void {}
}

/** What a Node process has reserved here before it does anything. */
function measureReserved(nodePath: string): number {
  const command = [nodePath, '-p', TELL_STATUS];
  const [file = '', ...args] = withUlimits(command, { ownUser: false });
  const status = execFileSync(file, args, {
    env: {},
    encoding: 'utf8',
    timeout: TRIAL_TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const kib = /^VmData:\s+(\d+) kB$/m.exec(status)?.[1];
  if (!kib) throw new Error('/proc/self/status does not tell VmData');
  return Math.ceil(Number(kib) / 1024);
}
