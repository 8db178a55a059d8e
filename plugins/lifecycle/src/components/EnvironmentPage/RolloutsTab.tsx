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
  RelativeTime,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type { Rollout } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useState } from 'react';
import { usePages } from '../../hooks/usePages';
import { RolloutDialog } from './RolloutDialog';

const PAGE_SIZE = 20;

const COLUMNS: ColumnConfig<Rollout>[] = [
  {
    id: 'generation',
    label: 'Generation',
    isRowHeader: true,
    cell: rollout => (
      <CellText title={`${rollout.fromGeneration} → ${rollout.toGeneration}`} />
    ),
  },
  {
    id: 'state',
    label: 'State',
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
    cell: rollout => (
      <CellText
        title={rollout.reason?.message ?? ''}
        description={rollout.reason?.code}
      />
    ),
  },
  {
    id: 'duration',
    label: 'Took',
    cell: rollout => <CellText title={durationOf(rollout)} />,
  },
  {
    id: 'by',
    label: 'By',
    cell: rollout => <CellText title={rollout.createdBy} />,
  },
  {
    id: 'started',
    label: 'Started',
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
