import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Skeleton, Text } from '@backstage/ui';
import {
  ErrorPanel,
  Principal,
  RelativeTime,
} from '@sceneshift/backstage-platform-react';
import type { ResolverPlan } from '@sceneshift/backstage-plugin-resolver-common';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { resolverApiRef } from '../../api/ResolverApi';
import { resolverKeys } from '../../hooks/resolverKeys';
import { plansRouteRef } from '../../routes';
import { StaleFactsNotice } from '../StaleFactsNotice';
import { PlanConflict } from './PlanConflict';
import { PlanOutcomeBadge } from './PlanOutcomeBadge';
import { PlanRequest } from './PlanRequest';
import { PlanSolution } from './PlanSolution';
import styles from './PlansPage.module.css';

/** One kept plan: the versions, their order and their lock, or why there are none and what would help. */
export function PlanPage() {
  const { id = '' } = useParams();
  const resolver = useApi(resolverApiRef);
  const plan = useQuery({
    queryKey: resolverKeys.plan(id),
    queryFn: ({ signal }) => resolver.getPlan(id, signal),
    // Plans never change.
    staleTime: Infinity,
  });
  const path = useRouteRef(plansRouteRef)?.() ?? '';
  return (
    <div className={styles.content}>
      <div>
        <Link href={path}>All plans</Link>
      </div>
      {plan.error && (
        <ErrorPanel
          error={plan.error}
          title="The plan could not be read"
          onRetry={() => plan.refetch()}
        />
      )}
      {plan.isPending && <Skeleton width="100%" height={320} />}
      {plan.data && <PlanContent plan={plan.data} />}
    </div>
  );
}

function PlanContent({ plan }: { plan: ResolverPlan }) {
  const { environment, backstageRelease, answer, createdAt, createdBy } = plan;
  return (
    <>
      <header className={styles.header}>
        <div className={styles.title}>
          <Text as="h2" variant="title-small" weight="bold">
            {environment
              ? `${environment} on Backstage ${backstageRelease}`
              : `Backstage ${backstageRelease}`}
          </Text>
          <PlanOutcomeBadge
            ok={answer.ok}
            changes={answer.ok ? answer.changes.length : 0}
          />
        </div>
        <Text color="secondary">
          <Principal entityRef={createdBy} />, <RelativeTime iso={createdAt} />.
          Facts <code>{plan.snapshot.slice(0, 15)}</code>
        </Text>
      </header>
      <PlanRequest request={plan.request} />
      <StaleFactsNotice stale={answer.staleFacts} />
      {answer.ok && <PlanSolution answer={answer} />}
      {'explanation' in answer && <PlanConflict plan={plan} answer={answer} />}
    </>
  );
}
