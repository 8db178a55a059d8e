import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Cell,
  CellText,
  Table,
  type ColumnConfig,
} from '@backstage/ui';
import { RiRocketLine } from '@remixicon/react';
import {
  describeRolloutState,
  EmptyState,
  ErrorPanel,
  lifecycleApiRef,
  lifecycleKeys,
  Principal,
  Reason,
  RelativeTime,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type { Rollout } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useState } from 'react';
import { usePages } from '../../hooks/usePages';
import styles from './EnvironmentPage.module.css';
import { RolloutDialog } from './RolloutDialog';
import { StackedCell } from './StackedCell';

const PAGE_SIZE = 20;

const COLUMNS: ColumnConfig<Rollout>[] = [
  {
    id: 'generation',
    label: 'Generation',
    width: '2fr',
    isRowHeader: true,
    cell: rollout => (
      <StackedCell
        title={`${rollout.fromGeneration} → ${rollout.toGeneration}`}
        description={rollout.steps[0]?.message}
      />
    ),
  },
  {
    id: 'state',
    label: 'State',
    width: 140,
    cell: rollout => {
      const { label, tone } = describeRolloutState(rollout.state);
      return (
        <Cell>
          <StatusBadge tone={tone}>{label}</StatusBadge>
        </Cell>
      );
    },
  },
  {
    id: 'reason',
    label: 'Reason',
    width: '3fr',
    cell: rollout => (
      <Cell>
        {rollout.reason && (
          <Reason code={rollout.reason.code}>{rollout.reason.message}</Reason>
        )}
      </Cell>
    ),
  },
  {
    id: 'duration',
    label: 'Took',
    width: 90,
    cell: rollout => <CellText title={durationOf(rollout)} />,
  },
  {
    id: 'by',
    label: 'By',
    width: '1fr',
    cell: rollout => (
      <Cell>
        <Principal entityRef={rollout.createdBy} />
      </Cell>
    ),
  },
  {
    id: 'started',
    label: 'Started',
    width: '1fr',
    cell: rollout => (
      <Cell>
        <RelativeTime iso={rollout.createdAt} />
      </Cell>
    ),
  },
];

/** The history of rollouts, with the reason and the log of those that failed. */
export function RolloutsTab({ environment }: { environment: string }) {
  const lifecycle = useApi(lifecycleApiRef);
  const [openId, setOpenId] = useState<string>();
  const rollouts = usePages({
    queryKey: lifecycleKeys.rollouts(environment),
    pageSize: PAGE_SIZE,
    load: (request, signal) =>
      lifecycle.listRollouts(environment, request, signal),
  });
  return (
    <>
      {rollouts.error ? (
        <ErrorPanel
          error={rollouts.error}
          title="The rollouts could not be read"
          onRetry={() => rollouts.refetch()}
        />
      ) : (
        <Table
          className={styles.table}
          columnConfig={COLUMNS}
          data={rollouts.items}
          isPending={rollouts.isPending}
          pagination={{ type: 'none' }}
          rowConfig={{ onClick: rollout => setOpenId(rollout.id) }}
          emptyState={
            <EmptyState
              icon={<RiRocketLine />}
              title="Nothing was rolled out yet"
            />
          }
        />
      )}
      {rollouts.hasNextPage && (
        <Button
          variant="secondary"
          isPending={rollouts.isFetchingNextPage}
          onPress={() => rollouts.fetchNextPage()}
        >
          Show earlier
        </Button>
      )}
      {openId && (
        <RolloutDialog id={openId} onClose={() => setOpenId(undefined)} />
      )}
    </>
  );
}

function durationOf(rollout: Rollout): string {
  if (!rollout.endedAt) return '';
  const ms = Date.parse(rollout.endedAt) - Date.parse(rollout.createdAt);
  return `${(ms / 1000).toFixed(1)} s`;
}
