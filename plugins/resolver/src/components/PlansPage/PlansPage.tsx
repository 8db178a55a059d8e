import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  ButtonLink,
  Cell,
  CellText,
  Link,
  Skeleton,
  Table,
  type ColumnConfig,
} from '@backstage/ui';
import { RiFileList3Line } from '@remixicon/react';
import {
  EmptyState,
  ErrorPanel,
  Principal,
  RelativeTime,
} from '@sceneshift/backstage-platform-react';
import type { ResolverPlanSummary } from '@sceneshift/backstage-plugin-resolver-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { resolverApiRef } from '../../api/ResolverApi';
import { resolverKeys } from '../../hooks/resolverKeys';
import { plansRouteRef, upgradeRouteRef } from '../../routes';
import { PlanOutcomeBadge } from './PlanOutcomeBadge';
import styles from './PlansPage.module.css';

const PAGE_SIZE = 20;

/** Plans that were kept, newest first. */
export function PlansPage() {
  const resolver = useApi(resolverApiRef);
  const path = useRouteRef(plansRouteRef)?.() ?? '';
  const upgradePath = useRouteRef(upgradeRouteRef)?.() ?? '';
  const plans = useInfiniteQuery({
    queryKey: resolverKeys.plans,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      resolver.listPlans({ limit: PAGE_SIZE, cursor: pageParam }, signal),
    getNextPageParam: page => page.nextCursor,
  });
  if (plans.error) {
    return (
      <ErrorPanel
        error={plans.error}
        title="The plans could not be read"
        onRetry={() => plans.refetch()}
      />
    );
  }
  if (!plans.data) return <Skeleton width="100%" height={240} />;
  return (
    <div className={styles.content}>
      <Table
        columnConfig={createColumns(path)}
        data={plans.data.pages.flatMap(page => page.items)}
        pagination={{ type: 'none' }}
        emptyState={
          <EmptyState
            icon={<RiFileList3Line />}
            title="No plan was kept yet"
            description="A plan keeps exact versions, their order, and why something does not fit. Look at another release and keep what you find."
            action={
              <ButtonLink href={upgradePath} variant="primary">
                Upgrade Backstage
              </ButtonLink>
            }
          />
        }
      />
      {plans.hasNextPage && (
        <Button
          variant="secondary"
          isPending={plans.isFetchingNextPage}
          onPress={() => plans.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </div>
  );
}

function createColumns(path: string): ColumnConfig<ResolverPlanSummary>[] {
  return [
    {
      id: 'plan',
      label: 'Plan',
      width: '2fr',
      isRowHeader: true,
      cell: plan => (
        <Cell>
          <Link href={`${path}/${plan.id}`} weight="bold" standalone>
            {plan.environment
              ? `${plan.environment}, Backstage ${plan.backstageRelease}`
              : `Backstage ${plan.backstageRelease}`}
          </Link>
        </Cell>
      ),
    },
    {
      id: 'outcome',
      label: 'Outcome',
      minWidth: 130,
      cell: ({ ok, changes }) => (
        <Cell>
          <PlanOutcomeBadge ok={ok} changes={changes} />
        </Cell>
      ),
    },
    {
      id: 'id',
      label: 'Id',
      width: 110,
      cell: ({ id }) => <CellText title={id.slice(0, 8)} />,
    },
    {
      id: 'by',
      label: 'By',
      cell: ({ createdBy }) => (
        <Cell>
          <Principal entityRef={createdBy} />
        </Cell>
      ),
    },
    {
      id: 'made',
      label: 'Made',
      cell: ({ createdAt }) => (
        <Cell>
          <RelativeTime iso={createdAt} />
        </Cell>
      ),
    },
  ];
}
