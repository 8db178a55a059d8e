import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  CellText,
  Menu,
  MenuItem,
  MenuTrigger,
  Text,
  type ColumnConfig,
} from '@backstage/ui';
import { RiCameraLine, RiDatabase2Line } from '@remixicon/react';
import {
  lifecycleApiRef,
  lifecycleKeys,
} from '@sceneshift/backstage-platform-react';
import type {
  DatabaseSnapshot,
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isChanging, useKeptData } from '../../hooks/useKeptData';
import styles from './EnvironmentPage.module.css';
import { keptDataColumns } from './keptDataColumns';
import { KeptDataSection } from './KeptDataSection';
import { SnapshotDialogs, type SnapshotAction } from './SnapshotDialogs';

const KIND: ColumnConfig<DatabaseSnapshot> = {
  id: 'kind',
  label: 'Kind',
  cell: ({ kind, generation }) => (
    <CellText
      title={kind === 'manual' ? 'By hand' : 'Replaced'}
      description={generation ? `generation ${generation}` : undefined}
    />
  ),
};

/** Kept databases: copied by hand, or set aside by a rollout. */
export function SnapshotsList({ environment }: { environment: Environment }) {
  const lifecycle = useApi(lifecycleApiRef);
  const [action, setAction] = useState<SnapshotAction>();
  const { name } = environment;
  const snapshots = useKeptData({
    queryKey: lifecycleKeys.snapshots(name),
    queryFn: ({ signal }) => lifecycle.listSnapshots(name, signal),
  });
  const columns = keptDataColumns<DatabaseSnapshot>({
    describe: versionsOf,
    kind: KIND,
    time: { label: 'Data of', of: item => item.takenAt },
    actions: item => <SnapshotActions item={item} onAction={setAction} />,
  });
  return (
    <KeptDataSection
      title="Snapshots"
      description="Databases that do not serve: copied by hand, or set aside by a rollout. They are deleted when their time is over."
      control={<TakeSnapshot environment={environment} />}
      query={snapshots}
      columns={columns}
      empty={{
        icon: <RiDatabase2Line />,
        title: 'No snapshots',
        description:
          'Take one before a risky change; a rollout that changes a database one way keeps one by itself.',
      }}
    >
      {action && (
        <SnapshotDialogs
          environment={name}
          action={action}
          onClose={() => setAction(undefined)}
        />
      )}
    </KeptDataSection>
  );
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

function SnapshotActions(props: {
  item: DatabaseSnapshot;
  onAction: (action: SnapshotAction) => void;
}) {
  const { item, onAction } = props;
  return (
    <>
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
    </>
  );
}

function versionsOf({ packages }: DatabaseSnapshot): string {
  return [...new Set(packages.map(({ version }) => version))].join(', ');
}
