import type {
  FailureReason,
  ReplicaRollout,
  RolloutState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ReplicaRecord, RolloutRecord } from '../domain/EnvironmentRecord';

/** What the reports of the supervisors mean for a rollout. */
export type Assessment =
  | { kind: 'wait'; state: RolloutState }
  | { kind: 'serving' }
  | {
      kind: 'failed';
      state: 'failed' | 'rolledBack';
      reason: FailureReason;
      replicaId?: string;
    };

const PROGRESS = [
  'fetching',
  'verifying',
  'starting',
  'checking',
  'serving',
] as const satisfies readonly RolloutState[];

type Progress = (typeof PROGRESS)[number];

/**
 * Decides from what is stored, and from nothing else: any process comes to the same result. All live supervisors must serve; one
 * that fails fails the rollout; the slowest one gives it its state.
 */
export function assessRollout(input: {
  rollout: Pick<RolloutRecord, 'id' | 'toGeneration' | 'state' | 'deadlineAt'>;
  liveReplicas: ReplicaRecord[];
  /** False when no host is new: then there is nothing to wait for. */
  needsHosts: boolean;
  now: Date;
}): Assessment {
  const { rollout, liveReplicas, needsHosts, now } = input;
  if (!needsHosts) return { kind: 'serving' };
  for (const replica of liveReplicas) {
    const report = reportOf(rollout, replica);
    if (report?.state === 'failed' || report?.state === 'rolledBack') {
      return failure(report.state, report.reason, replica);
    }
  }
  const states = liveReplicas.map(replica => progressOf(rollout, replica));
  const slowest = Math.min(...states.map(state => PROGRESS.indexOf(state)));
  if (states.length && PROGRESS[slowest] === 'serving') {
    return { kind: 'serving' };
  }
  if (now > rollout.deadlineAt) return timeout(rollout, states.length);
  return { kind: 'wait', state: waitingState(rollout.state, slowest) };
}

function reportOf(
  { id, toGeneration }: Pick<RolloutRecord, 'id' | 'toGeneration'>,
  { rollout }: ReplicaRecord,
): Omit<ReplicaRollout, 'logs'> | undefined {
  const isMeant =
    rollout?.rolloutId === id && rollout.generation === toGeneration;
  return isMeant ? rollout : undefined;
}

function progressOf(
  rollout: Pick<RolloutRecord, 'id' | 'toGeneration'>,
  replica: ReplicaRecord,
): Progress {
  const report = reportOf(rollout, replica);
  if (report) return report.state as Progress;
  const arrived = replica.generation === rollout.toGeneration;
  return arrived && !replica.rollout ? 'serving' : 'fetching';
}

/** A state never goes back, also when a new supervisor joins late. */
function waitingState(present: RolloutState, slowest: number): RolloutState {
  const now = PROGRESS.indexOf(present as Progress);
  const reached = Number.isFinite(slowest) ? slowest : 0;
  return PROGRESS[Math.max(now, reached)] ?? present;
}

function failure(
  state: 'failed' | 'rolledBack',
  reason: FailureReason | undefined,
  replica: ReplicaRecord,
): Assessment {
  return {
    kind: 'failed',
    state,
    replicaId: replica.id,
    reason: reason ?? {
      code: 'HOST_START_FAILED',
      message: `Supervisor '${replica.id}' gave no reason.`,
    },
  };
}

function timeout(
  rollout: Pick<RolloutRecord, 'toGeneration' | 'state'>,
  replicas: number,
): Assessment {
  const reason = replicas
    ? {
        code: 'ROLLOUT_TIMEOUT',
        message: `Generation ${rollout.toGeneration} did not serve in time: it came as far as '${rollout.state}'.`,
      }
    : {
        code: 'NO_REPLICA',
        message:
          'No supervisor of the environment has reported: start one with a key of scope environment:<name>:host.',
      };
  return { kind: 'failed', state: 'failed', reason };
}
