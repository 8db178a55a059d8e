import type { Rollout } from '@sceneshift/backstage-plugin-lifecycle-common';

/** A rollout in a few lines, with the log of the host that failed. */
export function describeRollout(rollout: Rollout): string {
  const { id, environment, state, reason, logs = [] } = rollout;
  return [
    `rollout ${id} of ${environment}: generation ${rollout.fromGeneration} → ${rollout.toGeneration}, ${state}`,
    ...(reason ? [`${reason.code}: ${reason.message}`] : []),
    ...logs.map(line => `  | ${line}`),
  ].join('\n');
}
