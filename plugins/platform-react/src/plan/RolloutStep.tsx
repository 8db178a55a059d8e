import { Alert, Skeleton } from '@backstage/ui';
import { ErrorPanel } from '../components/ErrorPanel';
import { RolloutProgress } from '../rollout/RolloutProgress';
import { useRollout } from '../rollout/useRollout';
import styles from './ChangeDialog.module.css';

/** The confirmed change on its way into service. */
export function RolloutStep(props: {
  rollout: ReturnType<typeof useRollout>;
  successTitle: string;
}) {
  const { data, error } = props.rollout;
  return (
    <div className={styles.step}>
      {data?.state === 'serving' && (
        <Alert
          role="status"
          status="success"
          icon
          title={props.successTitle}
          description="Reload the page to use its new pages and menu entries."
        />
      )}
      {error && (
        <ErrorPanel error={error} title="The rollout could not be read" />
      )}
      {data ? (
        <RolloutProgress rollout={data} />
      ) : (
        !error && <Skeleton width="100%" height={120} />
      )}
    </div>
  );
}
