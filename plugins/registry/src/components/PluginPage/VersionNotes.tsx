import { StatusBadge } from '@sceneshift/backstage-platform-react';
import type {
  AdvisorySeverity,
  VersionSummary,
} from '@sceneshift/backstage-plugin-registry-common';
import styles from './PluginPage.module.css';

const TONES: Record<AdvisorySeverity, 'neutral' | 'warning' | 'danger'> = {
  low: 'neutral',
  moderate: 'warning',
  high: 'danger',
  critical: 'danger',
};

/** What speaks against a version, beside its checks: nothing for most. */
export function VersionNotes({
  version: { yanked, advisories = [] },
}: {
  version: VersionSummary;
}) {
  if (!yanked && advisories.length === 0) return null;
  return (
    <span className={styles.badges}>
      {yanked && (
        <StatusBadge tone="danger" title={yanked.reason}>
          Yanked
        </StatusBadge>
      )}
      {advisories.map(({ id, severity, title }) => (
        <StatusBadge key={id} tone={TONES[severity]} title={title}>
          {`${id} (${severity})`}
        </StatusBadge>
      ))}
    </span>
  );
}
