import { Text } from '@backstage/ui';
import {
  StatusBadge,
  type StatusTone,
} from '@sceneshift/backstage-platform-react';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import styles from './EnvironmentPage.module.css';

const STATES: Record<
  'creating' | 'ready' | 'failed' | 'deleting',
  { label: string; tone: StatusTone }
> = {
  creating: { label: 'Being made', tone: 'progress' },
  ready: { label: 'Ready', tone: 'success' },
  failed: { label: 'Failed', tone: 'danger' },
  deleting: { label: 'Being deleted', tone: 'progress' },
};

/** The state of a snapshot or an export, with the reason when it failed. */
export function SnapshotState({
  item,
}: {
  item: { state: keyof typeof STATES; reason?: FailureReason };
}) {
  const { label, tone } = STATES[item.state];
  return (
    <div className={styles.health}>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {item.reason && (
        <Text variant="body-small" color="secondary">
          {item.reason.message}
        </Text>
      )}
    </div>
  );
}
