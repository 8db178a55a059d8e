import type { ResourceLimits } from './ResourceLimits';

/** Where the operating system offers nothing: only the look at each host's memory is left. */
export class PolledResourceLimits implements ResourceLimits {
  readonly mechanism = 'polling';

  wrap(command: readonly string[]): string[] {
    return [...command];
  }

  confine(): void {}

  outOfMemory(): undefined {
    return undefined;
  }

  release(): void {}

  sweep(): void {}
}
