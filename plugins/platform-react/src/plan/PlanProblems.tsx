import { Alert } from '@backstage/ui';
import type { PlanProblem } from '@sceneshift/backstage-plugin-lifecycle-common';
import styles from './Plan.module.css';

/**
 * What stands against a plan, blocking problems first.
 *
 * @public
 */
export function PlanProblems({ problems }: { problems: PlanProblem[] }) {
  const sorted = [...problems].sort((left, right) =>
    left.severity.localeCompare(right.severity),
  );
  return (
    <div className={styles.problems}>
      {sorted.map(problem => (
        <Alert
          key={`${problem.code}:${problem.packageName}:${problem.message}`}
          status={problem.severity === 'blocking' ? 'danger' : 'warning'}
          icon
          title={problem.message}
          description={<code className={styles.code}>{problem.code}</code>}
        />
      ))}
    </div>
  );
}
