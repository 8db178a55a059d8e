import { Alert } from '@backstage/ui';
import type { PlanProblem } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { FixedVersions } from './fixedVersions';
import { VersionsConflict } from './VersionsConflict';
import styles from './Plan.module.css';

/**
 * What stands against a plan, blocking problems first.
 *
 * @public
 */
export function PlanProblems(props: {
  problems: PlanProblem[];
  /** Called with the versions of a fix that the reader wants to have planned. */
  onFix?: (packages: FixedVersions) => void;
}) {
  const { problems, onFix } = props;
  const sorted = [...problems].sort((left, right) =>
    left.severity.localeCompare(right.severity),
  );
  return (
    <div className={styles.problems}>
      {sorted.map(problem =>
        problem.explanation ? (
          <VersionsConflict
            key={keyOf(problem)}
            problem={problem}
            onFix={onFix}
          />
        ) : (
          <Alert
            key={keyOf(problem)}
            status={problem.severity === 'blocking' ? 'danger' : 'warning'}
            icon
            title={problem.message}
            description={<code className={styles.code}>{problem.code}</code>}
          />
        ),
      )}
    </div>
  );
}

function keyOf({ code, packageName, message }: PlanProblem): string {
  return `${code}:${packageName}:${message}`;
}
