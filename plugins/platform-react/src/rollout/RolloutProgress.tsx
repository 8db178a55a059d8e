import { Alert, Text } from '@backstage/ui';
import { RiCheckLine, RiCloseLine, RiLoader4Line } from '@remixicon/react';
import type {
  Rollout,
  RolloutStep,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { LogView } from '../components/LogView';
import {
  describeRolloutState,
  ROLLOUT_STAGES,
  stageStatuses,
  type StageStatus,
} from './rolloutStages';
import { Reason } from '../components/Reason';
import { RolloutReplicas } from './RolloutReplicas';
import styles from './Rollout.module.css';

/**
 * A rollout as it goes: its stages, what each replica reported, and why it ended when it ended badly.
 *
 * @public
 */
export function RolloutProgress({ rollout }: { rollout: Rollout }) {
  const statuses = stageStatuses(rollout);
  return (
    <div className={styles.root}>
      <ol className={styles.stages} aria-label="Stages">
        {ROLLOUT_STAGES.map(stage => (
          <li
            key={stage}
            className={styles.stage}
            data-status={statuses[stage]}
            aria-current={statuses[stage] === 'active' ? 'step' : undefined}
          >
            <span className={styles.marker}>
              <StageIcon status={statuses[stage]} />
            </span>
            <span>{describeRolloutState(stage).label}</span>
          </li>
        ))}
      </ol>
      <RolloutOutcome rollout={rollout} />
      <RolloutReplicas replicas={rollout.replicas} />
      <Steps rollout={rollout} />
      {rollout.logs && rollout.logs.length > 0 && (
        <div className={styles.logs}>
          <Text weight="bold">Last lines of the host that failed</Text>
          <LogView
            lines={rollout.logs}
            label="Last lines of the host that failed"
          />
        </div>
      )}
    </div>
  );
}

function StageIcon({ status }: { status: StageStatus }) {
  if (status === 'done') return <RiCheckLine aria-label="done" />;
  if (status === 'failed') return <RiCloseLine aria-label="failed" />;
  if (status === 'active') {
    return (
      <RiLoader4Line aria-label="in progress" className={styles.turning} />
    );
  }
  return null;
}

function RolloutOutcome({ rollout }: { rollout: Rollout }) {
  const { state, reason, fromGeneration } = rollout;
  if (state === 'failed' || state === 'rolledBack') {
    return (
      <Alert
        role="alert"
        status="danger"
        icon
        title={reason?.message ?? 'The rollout failed'}
        description={<Reason code={reason?.code}>{whatServes(rollout)}</Reason>}
      />
    );
  }
  if (state === 'cancelled') {
    return (
      <Alert
        status="warning"
        icon
        title="The rollout was cancelled"
        description={`Generation ${fromGeneration} keeps serving.`}
      />
    );
  }
  return null;
}

function whatServes({ state, fromGeneration }: Rollout): string {
  if (fromGeneration === 0) return 'Nothing that was serving is affected.';
  return state === 'rolledBack'
    ? `Generation ${fromGeneration} serves again.`
    : `Generation ${fromGeneration} keeps serving; nothing was interrupted.`;
}

function Steps({ rollout }: { rollout: Rollout }) {
  const start = Date.parse(rollout.createdAt);
  return (
    <ul className={styles.steps} aria-label="Progress" aria-live="polite">
      {withoutRepeats(rollout.steps).map(step => (
        <li key={`${step.at}:${step.state}:${step.replicaId}:${step.pluginId}`}>
          <span className={styles.at}>{elapsed(start, step)}</span>
          <span>{describeRolloutState(step.state).label}</span>
          <span className={styles.detail}>
            {[
              step.pluginId,
              step.replicaId && `on ${step.replicaId}`,
              step.message,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Replica and control plane may report one event each: a person needs it once. */
function withoutRepeats(steps: RolloutStep[]): RolloutStep[] {
  const textOf = (step: RolloutStep) =>
    [step.state, step.replicaId, step.pluginId, step.message].join();
  return steps.filter(
    (step, index) =>
      !step.message ||
      index ===
        steps.findIndex(
          other => other.message && textOf(other) === textOf(step),
        ),
  );
}

function elapsed(start: number, step: RolloutStep): string {
  const seconds = Math.max(0, Date.parse(step.at) - start) / 1000;
  return `+${seconds.toFixed(1)} s`;
}
