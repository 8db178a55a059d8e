import { CHECKS, type Verdict } from '@sceneshift/backstage-platform-common';
import { StatusBadge } from '@sceneshift/backstage-platform-react';
import { describeVerdict } from '../verdicts';
import styles from './PluginPage.module.css';

/** The outcome of each check of a version. */
export function VerdictBadges({ verdicts }: { verdicts: Verdict[] }) {
  return (
    <span className={styles.badges}>
      {inOrder(verdicts).map(verdict => {
        const isOneOfMany = verdicts.some(
          other => other !== verdict && other.check === verdict.check,
        );
        const { label, tone, title } = describeVerdict(verdict, isOneOfMany);
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

/** As the checks run, whatever order they were stored in. */
function inOrder(verdicts: Verdict[]): Verdict[] {
  return [...verdicts].sort(
    (left, right) => CHECKS.indexOf(left.check) - CHECKS.indexOf(right.check),
  );
}
