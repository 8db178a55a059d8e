import type {
  ReplicaRollout,
  RolloutState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ReplicaRecord, RolloutRecord } from '../domain/EnvironmentRecord';

/** The way of a replica that does well. */
export const PROGRESS = [
  'fetching',
  'verifying',
  'starting',
  'checking',
  'serving',
] as const satisfies readonly RolloutState[];

export type Progress = (typeof PROGRESS)[number];

type Aim = Pick<RolloutRecord, 'id' | 'toGeneration'>;

/** What a replica says of this rollout, if it says anything. */
export function reportOf(
  { id, toGeneration }: Aim,
  { rollout }: ReplicaRecord,
): Omit<ReplicaRollout, 'logs'> | undefined {
  const isMeant =
    rollout?.rolloutId === id && rollout.generation === toGeneration;
  return isMeant ? rollout : undefined;
}

/** How far a replica has come that did not fail. One that has just restarted says nothing of rollouts until it was told again. */
export function progressOf(rollout: Aim, replica: ReplicaRecord): Progress {
  const report = reportOf(rollout, replica);
  if (report) return report.state as Progress;
  const arrived = replica.generation === rollout.toGeneration;
  const settled = replica.hosts.every(
    ({ state }) => state === 'serving' || state === 'draining',
  );
  return arrived && settled && !replica.rollout ? 'serving' : 'fetching';
}
