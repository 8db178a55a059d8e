import { Alert, Button } from '@backstage/ui';
import type {
  PlanFix,
  PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { fixedVersions, type FixedVersions } from './fixedVersions';
import styles from './VersionsConflict.module.css';

interface VersionsConflictProps {
  problem: PlanProblem;
  /** Plans the fix; without it fixes are only told. */
  onFix?: (packages: FixedVersions) => void;
}

/** Why no versions go together, as the resolver proves it, and what it has tried that would. */
export function VersionsConflict({ problem, onFix }: VersionsConflictProps) {
  const { fixes = [] } = problem;
  return (
    <Alert
      status={problem.severity === 'blocking' ? 'danger' : 'warning'}
      icon
      title={problem.message}
      description={
        <div className={styles.conflict}>
          <ol className={styles.lines}>
            {linesOf(problem).map(line => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          {fixes.length > 0 && (
            <ul className={styles.fixes} aria-label="What would work">
              {fixes.map(fix => (
                <li key={fix.description}>
                  <FixOffer fix={fix} onFix={onFix} />
                </li>
              ))}
            </ul>
          )}
        </div>
      }
    />
  );
}

function FixOffer(props: {
  fix: PlanFix;
  onFix?: (packages: FixedVersions) => void;
}) {
  const { fix, onFix } = props;
  const packages = fixedVersions(fix);
  if (!packages || !onFix) return <>{fix.description}</>;
  return (
    <Button variant="secondary" size="small" onPress={() => onFix(packages)}>
      {fix.description}
    </Button>
  );
}

function linesOf({ explanation = '' }: PlanProblem): string[] {
  return explanation.split('\n').filter(line => line !== '');
}
