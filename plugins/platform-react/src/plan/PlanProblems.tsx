import { Alert } from '@backstage/ui';
import type {
  PlanFix,
  PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { VersionsConflict } from './VersionsConflict';
import styles from './Plan.module.css';

/**
 * What stands against a plan, blocking problems first.
 *
 * @public
 */
export function PlanProblems(props: {
  problems: PlanProblem[];
  environment?: string;
  /** Called with a fix that the reader wants to have planned; it has changes. */
  onFix?: (fix: PlanFix) => void;
}) {
  const { problems, environment, onFix } = props;
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
            environment={environment}
            onFix={onFix}
          />
        ) : (
          <Alert
            key={keyOf(problem)}
            status={problem.severity === 'blocking' ? 'danger' : 'warning'}
            icon
            {...wordsOf(problem)}
          />
        ),
      )}
    </div>
  );
}

/** A consequence is several sentences: the first one is its heading. */
function wordsOf({ message, code, confirm }: PlanProblem) {
  const [title = message, ...rest] = confirm
    ? message.split(/(?<=[.!?]) /)
    : [message];
  return {
    title,
    description: (
      <>
        {rest.length > 0 && (
          <p className={styles.consequence}>{rest.join(' ')}</p>
        )}
        <code className={styles.code}>{code}</code>
      </>
    ),
  };
}

function keyOf({ code, packageName, message }: PlanProblem): string {
  return `${code}:${packageName}:${message}`;
}
