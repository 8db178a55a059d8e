import type {
  Rollout,
  RolloutParticipant,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { StatusBadge } from '../components/StatusBadge';
import { describeRolloutState } from './rolloutStages';
import styles from './Rollout.module.css';

/** Which replicas have the new generation, and which wait for their turn. A single one needs no list. */
export function RolloutReplicas({ replicas = [] }: Pick<Rollout, 'replicas'>) {
  if (replicas.length < 2) return null;
  return (
    <ul className={styles.replicas} aria-label="Replicas">
      {replicas.map(replica => (
        <li key={replica.id}>
          <span>{replica.id}</span>
          {replica.position === 1 && (
            <span className={styles.detail}>canary</span>
          )}
          <ReplicaBadge {...replica} />
        </li>
      ))}
    </ul>
  );
}

function ReplicaBadge({ alive, state }: RolloutParticipant) {
  if (!alive) return <StatusBadge tone="danger">Away</StatusBadge>;
  if (state === 'waiting') {
    return <StatusBadge tone="neutral">Waits for its turn</StatusBadge>;
  }
  const { label, tone } = describeRolloutState(state);
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
