import { Cell, CellText, Table, type ColumnConfig } from '@backstage/ui';
import { RiServerLine } from '@remixicon/react';
import {
  EmptyState,
  RelativeTime,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  ReplicaSummary,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import styles from './EnvironmentPage.module.css';

const COLUMNS: ColumnConfig<ReplicaSummary>[] = [
  {
    id: 'id',
    label: 'Replica',
    isRowHeader: true,
    cell: replica => (
      <CellText title={replica.id} description={replica.address} />
    ),
  },
  {
    id: 'state',
    label: 'State',
    cell: replica => (
      <Cell>
        <StatusBadge tone={replica.alive ? 'success' : 'danger'}>
          {replica.alive ? 'Alive' : 'Away'}
        </StatusBadge>
      </Cell>
    ),
  },
  {
    id: 'generation',
    label: 'Generation',
    cell: replica => <CellText title={String(replica.generation)} />,
  },
  {
    id: 'release',
    label: 'Backstage',
    cell: replica => <CellText title={replica.backstageRelease} />,
  },
  {
    id: 'seen',
    label: 'Last seen',
    cell: replica => (
      <Cell>
        <RelativeTime iso={replica.lastSeenAt} />
      </Cell>
    ),
  },
];

/** The supervisors that serve an environment. */
export function ReplicasTab({ environment }: { environment: Environment }) {
  return (
    <Table
      className={styles.table}
      columnConfig={COLUMNS}
      data={environment.replicas}
      pagination={{ type: 'none' }}
      emptyState={
        <EmptyState
          icon={<RiServerLine />}
          title="No supervisor has reported yet"
          description="Start one with a key of scope environment:<name>:host. Until then nothing can be rolled out here."
        />
      }
    />
  );
}
