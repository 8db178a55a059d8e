import { Text } from '@backstage/ui';
import {
  RolloutProgress,
  StatusBadge,
  describeRolloutState,
  useRollout,
} from '@sceneshift/backstage-platform-react';
import styles from './EnvironmentPage.module.css';

/** The rollout in progress, for everybody who looks at the environment. */
export function ActiveRollout({ id }: { id: string }) {
  const { data } = useRollout(id);
  if (!data) return null;
  const { label, tone } = describeRolloutState(data.state);
  return (
    <section className={styles.rollout} aria-label="Rollout in progress">
      <div className={styles.rolloutHeader}>
        <Text as="h2" weight="bold">
          Generation {data.toGeneration} is rolling out
        </Text>
        <StatusBadge tone={tone}>{label}</StatusBadge>
      </div>
      <RolloutProgress rollout={data} />
    </section>
  );
}
