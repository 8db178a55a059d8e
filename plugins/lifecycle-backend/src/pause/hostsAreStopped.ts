import type { EnvironmentRecord } from '../domain/EnvironmentRecord';

/** A rollout that was in progress when the environment was paused ends first: it cannot without hosts. */
export function hostsAreStopped({
  paused,
  activeRolloutId,
}: Pick<EnvironmentRecord, 'paused' | 'activeRolloutId'>): boolean {
  return Boolean(paused?.stopHosts) && !activeRolloutId;
}
