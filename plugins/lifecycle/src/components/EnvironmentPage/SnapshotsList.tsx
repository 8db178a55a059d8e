import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Cell,
  CellText,
  Menu,
  MenuItem,
  MenuTrigger,
  Table,
  Text,
  type ColumnConfig,
} from '@backstage/ui';
import { RiCameraLine, RiDatabase2Line } from '@remixicon/react';
import {
  EmptyState,
  ErrorPanel,
  lifecycleApiRef,
  lifecycleKeys,
  RelativeTime,
} from '@sceneshift/backstage-platform-react';
import type {
  DatabaseSnapshot,
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes } from './formatBytes';
import styles from './EnvironmentPage.module.css';
import { SnapshotDialogs, type SnapshotAction } from './SnapshotDialogs';
import { SnapshotState } from './SnapshotState';

const IDLE_POLL_MS = 10_000;
const BUSY_POLL_MS = 1_000;

/** Kept databases: copied by hand, or set aside by a rollout. */
export function SnapshotsList({ environment }: { environment: Environment }) {
  const lifecycle = useApi(lifecycleApiRef);
  const [action, setAction] = useState<SnapshotAction>();
  const { name } = environment;
  const snapshots = useQuery({
    queryKey: lifecycleKeys.snapshots(name),
    queryFn: ({ signal }) => lifecycle.listSnapshots(name, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(isChanging) ? BUSY_POLL_MS : IDLE_POLL_MS,
  });
  return (
    <section aria-label="Snapshots" className={styles.dataSection}>
      <div className={styles.dataHeader}>
        <Text as="h2" variant="title-small" weight="bold">
          Snapshots
        </Text>
        <TakeSnapshot environment={environment} />
      </div>
      <Text color="secondary">
        Databases that do not serve: copied by hand, or set aside by a rollout.
        They are deleted when their time is over.
      </Text>
      {snapshots.error ? (
        <ErrorPanel
          error={snapshots.error}
          title="The snapshots could not be read"
          onRetry={() => snapshots.refetch()}
        />
      ) : (
        <Table
          className={styles.table}
          columnConfig={createColumns(setAction)}
          data={snapshots.data?.items}
          isPending={snapshots.isPending}
          pagination={{ type: 'none' }}
          emptyState={
            <EmptyState icon={<RiDatabase2Line />} title="No snapshots" />
          }
        />
      )}
      {action && (
        <SnapshotDialogs
          environment={name}
          action={action}
          onClose={() => setAction(undefined)}
        />
      )}
    </section>
  );
}

function isChanging({ state }: DatabaseSnapshot): boolean {
  return state === 'creating' || state === 'deleting';
}

function TakeSnapshot({ environment }: { environment: Environment }) {
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  const { name } = environment;
  const create = useMutation({
    mutationFn: (pluginId: string) => lifecycle.createSnapshot(name, pluginId),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: lifecycleKeys.snapshots(name) }),
  });
  const plugins = environment.plugins.filter(hasBackend);
  return (
    <div className={styles.dataActions}>
      {create.error && (
        <Text color="danger" role="alert">
          {create.error.message}
        </Text>
      )}
      <MenuTrigger>
        <Button
          variant="secondary"
          iconStart={<RiCameraLine />}
          isPending={create.isPending}
          isDisabled={plugins.length === 0}
        >
          Take a snapshot
        </Button>
        <Menu placement="bottom end">
          {plugins.map(({ pluginId }) => (
            <MenuItem key={pluginId} onAction={() => create.mutate(pluginId)}>
              {pluginId}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
    </div>
  );
}

function hasBackend({ packages }: InstalledPlugin): boolean {
  return packages.some(({ role }) => role === 'backend-plugin');
}

function createColumns(
  onAction: (action: SnapshotAction) => void,
): ColumnConfig<DatabaseSnapshot>[] {
  return [
    {
      id: 'plugin',
      label: 'Plugin',
      isRowHeader: true,
      cell: item => (
        <CellText title={item.pluginId} description={versionsOf(item)} />
      ),
    },
    {
      id: 'kind',
      label: 'Kind',
      cell: item => (
        <CellText
          title={item.kind === 'manual' ? 'By hand' : 'Replaced'}
          description={
            item.generation ? `generation ${item.generation}` : undefined
          }
        />
      ),
    },
    {
      id: 'state',
      label: 'State',
      cell: item => (
        <Cell>
          <SnapshotState item={item} />
        </Cell>
      ),
    },
    {
      id: 'taken',
      label: 'Data of',
      cell: item => (
        <Cell>
          <RelativeTime iso={item.takenAt} />
        </Cell>
      ),
    },
    {
      id: 'size',
      label: 'Size',
      width: 90,
      cell: item => <CellText title={formatBytes(item.sizeBytes)} />,
    },
    {
      id: 'actions',
      label: 'Actions',
      width: 250,
      cell: item => (
        <Cell>
          <SnapshotActions item={item} onAction={onAction} />
        </Cell>
      ),
    },
  ];
}

function SnapshotActions(props: {
  item: DatabaseSnapshot;
  onAction: (action: SnapshotAction) => void;
}) {
  const { item, onAction } = props;
  return (
    <div className={styles.dataActions}>
      <Button
        size="small"
        variant="secondary"
        isDisabled={item.state !== 'ready'}
        onPress={() => onAction({ kind: 'restore', snapshot: item })}
      >
        Restore
      </Button>
      <Button
        size="small"
        variant="tertiary"
        destructive
        isDisabled={isChanging(item)}
        onPress={() => onAction({ kind: 'delete', snapshot: item })}
      >
        Delete
      </Button>
    </div>
  );
}

function versionsOf({ packages }: DatabaseSnapshot): string {
  return [...new Set(packages.map(({ version }) => version))].join(', ');
}
