import { Text } from '@backstage/ui';
import {
  StatusBadge,
  type StatusWords,
} from '@sceneshift/backstage-platform-react';
import styles from './EnvironmentPage.module.css';
import type { KeptData } from './keptDataColumns';

const STATES: Record<KeptData['state'], StatusWords> = {
  creating: { label: 'Being made', tone: 'progress' },
  ready: { label: 'Ready', tone: 'success' },
  failed: { label: 'Failed', tone: 'danger' },
  deleting: { label: 'Being deleted', tone: 'progress' },
};

/** The state of a snapshot or an export, with the reason when it failed. */
export function KeptDataState(props: {
  item: Pick<KeptData, 'state' | 'reason'>;
}) {
  const { state, reason } = props.item;
  const { label, tone } = STATES[state];
  return (
    <div className={styles.stack}>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {reason && (
        <Text variant="body-small" color="secondary">
          {reason.message}
        </Text>
      )}
    </div>
  );
}
