import type { Verdict } from '@sceneshift/backstage-platform-common';
import { StatusBadge } from '@sceneshift/backstage-platform-react';
import { describeVerdict } from '../verdicts';
import styles from './PluginPage.module.css';

/** The outcome of each check of a version. */
export function VerdictBadges({ verdicts }: { verdicts: Verdict[] }) {
  return (
    <span className={styles.badges}>
      {verdicts.map(verdict => {
        const { label, tone, title } = describeVerdict(verdict);
        return (
          <StatusBadge
            key={`${verdict.check}:${verdict.baseline}`}
            tone={tone}
            title={title}
          >
            {label}
          </StatusBadge>
        );
      })}
    </span>
  );
}
