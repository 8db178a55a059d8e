import type {
  Rollout,
  RolloutState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { StatusWords } from '../components/StatusBadge';

/** The way of a rollout that goes well. @public */
export const ROLLOUT_STAGES = [
  'fetching',
  'verifying',
  'starting',
  'checking',
  'serving',
] as const satisfies readonly RolloutState[];

/** @public */
export type RolloutStage = (typeof ROLLOUT_STAGES)[number];

/** @public */
export type StageStatus = 'done' | 'active' | 'failed' | 'todo';

/**
 * How far a rollout has come. A rollout that ended badly stopped at the last stage that any replica reached.
 *
 * @public
 */
export function stageStatuses(
  rollout: Pick<Rollout, 'state' | 'steps'>,
): Record<RolloutStage, StageStatus> {
  const reached = reachedStage(rollout);
  const succeeded = rollout.state === 'serving';
  const running = isStage(rollout.state);
  return Object.fromEntries(
    ROLLOUT_STAGES.map((stage, index): [RolloutStage, StageStatus] => {
      if (succeeded || index < reached) return [stage, 'done'];
      if (index > reached) return [stage, 'todo'];
      return [stage, running ? 'active' : 'failed'];
    }),
  ) as Record<RolloutStage, StageStatus>;
}

function reachedStage({ state, steps }: Pick<Rollout, 'state' | 'steps'>) {
  if (isStage(state)) return ROLLOUT_STAGES.indexOf(state);
  const stages = steps.map(step => step.state).filter(isStage);
  return Math.max(0, ...stages.map(stage => ROLLOUT_STAGES.indexOf(stage)));
}

function isStage(state: RolloutState): state is RolloutStage {
  return (ROLLOUT_STAGES as readonly string[]).includes(state);
}

const WORDS: Record<RolloutState, StatusWords> = {
  fetching: { label: 'Fetching', tone: 'progress' },
  verifying: { label: 'Verifying', tone: 'progress' },
  starting: { label: 'Starting', tone: 'progress' },
  checking: { label: 'Checking', tone: 'progress' },
  serving: { label: 'Serving', tone: 'success' },
  failed: { label: 'Failed', tone: 'danger' },
  rolledBack: { label: 'Rolled back', tone: 'warning' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};

/** How a state of a rollout is called and coloured. @public */
export function describeRolloutState(state: RolloutState): StatusWords {
  return WORDS[state];
}
