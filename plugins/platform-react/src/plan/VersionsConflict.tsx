import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, ButtonLink, Text } from '@backstage/ui';
import type {
  PlanFix,
  PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { upgradeRouteRef } from '../routes/resolverRoutes';
import { Explanation } from './Explanation';
import styles from './VersionsConflict.module.css';

interface VersionsConflictProps {
  problem: PlanProblem;
  /** Of the plan: where a move to another release is a fix, its page opens for this environment. */
  environment?: string;
  /** Plans the fix; without it fixes are only told. */
  onFix?: (fix: PlanFix) => void;
}

/** Why no versions go together, as the resolver proves it, and what it has tried that would. */
export function VersionsConflict(props: VersionsConflictProps) {
  const { problem } = props;
  const { fixes = [], explanation = '' } = problem;
  return (
    <Alert
      status={problem.severity === 'blocking' ? 'danger' : 'warning'}
      icon
      title={problem.message}
      description={
        <div className={styles.conflict}>
          <Explanation text={explanation} />
          {fixes.length > 0 && (
            <>
              <Text variant="body-small" weight="bold">
                What would work
              </Text>
              <ul className={styles.fixes} aria-label="What would work">
                {fixes.map(fix => (
                  <li key={fix.description}>
                    <FixOffer {...props} fix={fix} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      }
    />
  );
}

function FixOffer(props: VersionsConflictProps & { fix: PlanFix }) {
  const { fix, environment, onFix } = props;
  const upgradePath = useRouteRef(upgradeRouteRef)?.();
  if (fix.changes && onFix) {
    return (
      <Button
        className={styles.fix}
        variant="secondary"
        size="small"
        onPress={() => onFix(fix)}
      >
        {fix.description}
      </Button>
    );
  }
  if (fix.backstageRelease && upgradePath) {
    const query = new URLSearchParams({
      ...(environment && { environment }),
      to: fix.backstageRelease,
    });
    return (
      <ButtonLink
        className={styles.fix}
        variant="secondary"
        size="small"
        href={`${upgradePath}?${query}`}
      >
        {fix.description}
      </ButtonLink>
    );
  }
  return <Text variant="body-small">{fix.description}</Text>;
}
