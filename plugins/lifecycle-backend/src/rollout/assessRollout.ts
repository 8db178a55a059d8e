import type {
  FailureReason,
  RolloutState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  ReplicaRecord,
  RolloutRecord,
  RolloutReplicaRecord,
} from '../domain/EnvironmentRecord';
import { nextReplica } from './releaseOrder';
import {
  PROGRESS,
  progressOf,
  reportOf,
  type Progress,
} from './replicaProgress';

/** What the reports of the supervisors mean for a rollout. */
export type Assessment =
  /** @param until - when to look again by oneself */
  | { kind: 'wait'; state: RolloutState; until?: Date }
  | { kind: 'release'; state: RolloutState; replicaId: string }
  | { kind: 'serving' }
  | {
      kind: 'failed';
      state: 'failed' | 'rolledBack';
      reason: FailureReason;
      replicaId?: string;
    };

/** All that a decision is made of. */
export interface AssessmentInput {
  rollout: Pick<RolloutRecord, 'id' | 'toGeneration' | 'state' | 'deadlineAt'>;
  liveReplicas: ReplicaRecord[];
  /** The supervisors that were told of the generation. */
  released: RolloutReplicaRecord[];
  /** False when no host is new: then there is nothing to wait for. */
  needsHosts: boolean;
  canaryMs: number;
  now: Date;
}

const NO_REPLICA: FailureReason = {
  code: 'NO_REPLICA',
  message:
    'No supervisor of the environment has reported: start one with a key of scope environment:<name>:host.',
};

/**
 * Decides from what is stored, and from nothing else: any process comes to the same result. Supervisors are released one by
 * one, the canary first; one that fails fails the rollout; it serves when all live ones do. Those that are gone do not count.
 */
export function assessRollout(input: AssessmentInput): Assessment {
  const { rollout, liveReplicas, released, needsHosts, now } = input;
  if (!needsHosts) return { kind: 'serving' };
  const isReleased = new Set(released.map(({ replicaId }) => replicaId));
  const taking = liveReplicas.filter(({ id }) => isReleased.has(id));
  const bad = taking.map(item => failureOf(rollout, item)).find(Boolean);
  if (bad) return bad;
  const states = taking.map(replica => progressOf(rollout, replica));
  const slowest = Math.min(...states.map(state => PROGRESS.indexOf(state)));
  const allServe = !states.some(state => state !== 'serving');
  const next = nextReplica(liveReplicas, isReleased);
  if (allServe && !next && taking.length) return { kind: 'serving' };
  const state = waitingState(rollout.state, slowest);
  if (allServe && next) {
    const until = canaryEnd(input, taking);
    if (until && until > now) return { kind: 'wait', state, until };
    return { kind: 'release', state, replicaId: next.id };
  }
  if (now > rollout.deadlineAt) return timeout(rollout, taking);
  return { kind: 'wait', state };
}

/** When the first of those that serve will have served long enough; undefined when there is no canary yet. */
function canaryEnd(
  { released, canaryMs }: AssessmentInput,
  taking: ReplicaRecord[],
): Date | undefined {
  const alive = new Set(taking.map(({ id }) => id));
  const times = released.flatMap(({ replicaId, servedAt }) =>
    servedAt && alive.has(replicaId) ? [servedAt.getTime()] : [],
  );
  if (!times.length) return undefined;
  return new Date(Math.min(...times) + canaryMs);
}

/** A state never goes back, also when a new supervisor joins late; `serving` is said once, at the end. */
function waitingState(present: RolloutState, slowest: number): RolloutState {
  const now = PROGRESS.indexOf(present as Progress);
  const last = PROGRESS.indexOf('checking');
  const reached = Number.isFinite(slowest) ? Math.min(slowest, last) : 0;
  return PROGRESS[Math.max(now, reached)] ?? present;
}

function failureOf(
  rollout: AssessmentInput['rollout'],
  replica: ReplicaRecord,
): Assessment | undefined {
  const report = reportOf(rollout, replica);
  if (report?.state !== 'failed' && report?.state !== 'rolledBack') {
    return undefined;
  }
  const reason = report.reason ?? {
    code: 'HOST_START_FAILED',
    message: `Supervisor '${replica.id}' gave no reason.`,
  };
  return {
    kind: 'failed',
    state: report.state,
    replicaId: replica.id,
    reason: { ...reason, replicaId: replica.id },
  };
}

function timeout(
  rollout: AssessmentInput['rollout'],
  taking: ReplicaRecord[],
): Assessment {
  const slow = taking.find(
    replica => progressOf(rollout, replica) !== 'serving',
  );
  if (!slow) return { kind: 'failed', state: 'failed', reason: NO_REPLICA };
  const { toGeneration } = rollout;
  const progress = progressOf(rollout, slow);
  return {
    kind: 'failed',
    state: 'failed',
    replicaId: slow.id,
    reason: {
      code: 'ROLLOUT_TIMEOUT',
      message: `Generation ${toGeneration} did not serve in time: supervisor '${slow.id}' came as far as '${progress}'.`,
      replicaId: slow.id,
    },
  };
}
