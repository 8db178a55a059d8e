import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Cell,
  CellText,
  Table,
  Text,
  type ColumnConfig,
} from '@backstage/ui';
import { RiArchiveLine, RiDownloadLine } from '@remixicon/react';
import {
  EmptyState,
  ErrorPanel,
  lifecycleApiRef,
  lifecycleKeys,
  RelativeTime,
} from '@sceneshift/backstage-platform-react';
import {
  exportFileName,
  type DataExport,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from './ConfirmDialog';
import { formatBytes } from './formatBytes';
import styles from './EnvironmentPage.module.css';
import { saveFile } from './saveFile';
import { SnapshotState } from './SnapshotState';

const POLL_MS = 10_000;

/** Data of plugins that was exported before it was deleted. */
export function ExportsList({ environment }: { environment: string }) {
  const lifecycle = useApi(lifecycleApiRef);
  const [doomed, setDoomed] = useState<DataExport>();
  const exports = useQuery({
    queryKey: lifecycleKeys.exports(environment),
    queryFn: ({ signal }) => lifecycle.listExports(environment, signal),
    refetchInterval: POLL_MS,
  });
  return (
    <section aria-label="Exports" className={styles.dataSection}>
      <Text as="h2" variant="title-small" weight="bold">
        Exports
      </Text>
      <Text color="secondary">
        The data of plugins that were removed with it: a tarball with one CSV
        file per table, for the database that served last and for each of its
        snapshots. For large ones use the command line.
      </Text>
      {exports.error ? (
        <ErrorPanel
          error={exports.error}
          title="The exports could not be read"
          onRetry={() => exports.refetch()}
        />
      ) : (
        <Table
          className={styles.table}
          columnConfig={createColumns(environment, setDoomed)}
          data={exports.data?.items}
          isPending={exports.isPending}
          pagination={{ type: 'none' }}
          emptyState={
            <EmptyState icon={<RiArchiveLine />} title="No exports" />
          }
        />
      )}
      {doomed && (
        <DeleteDialog item={doomed} onClose={() => setDoomed(undefined)} />
      )}
    </section>
  );
}

function createColumns(
  environment: string,
  onDelete: (item: DataExport) => void,
): ColumnConfig<DataExport>[] {
  return [
    {
      id: 'plugin',
      label: 'Plugin',
      isRowHeader: true,
      cell: item => (
        <CellText
          title={item.pluginId}
          description={`${KINDS[item.kind]}: ${describeTables(item)}`}
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
          <ExportActions
            environment={environment}
            item={item}
            onDelete={() => onDelete(item)}
          />
        </Cell>
      ),
    },
  ];
}

function ExportActions(props: {
  environment: string;
  item: DataExport;
  onDelete: () => void;
}) {
  const { environment, item, onDelete } = props;
  const lifecycle = useApi(lifecycleApiRef);
  const download = useMutation({
    mutationFn: async () =>
      saveFile(
        await lifecycle.downloadExport(environment, item.id),
        exportFileName(item),
      ),
  });
  return (
    <div className={styles.dataActions}>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiDownloadLine />}
        isDisabled={item.state !== 'ready'}
        isPending={download.isPending}
        onPress={() => download.mutate()}
      >
        Download
      </Button>
      <Button
        size="small"
        variant="tertiary"
        destructive
        isDisabled={item.state !== 'ready'}
        onPress={onDelete}
      >
        Delete
      </Button>
      {download.error && (
        <Text color="danger" role="alert">
          {download.error.message}
        </Text>
      )}
    </div>
  );
}

function DeleteDialog(props: { item: DataExport; onClose: () => void }) {
  const { id, environment, pluginId } = props.item;
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      title={`Delete the export of ${pluginId}`}
      confirmLabel="Delete"
      destructive
      onConfirm={async () => {
        await lifecycle.deleteExport(environment, id);
        await queries.invalidateQueries({
          queryKey: lifecycleKeys.exports(environment),
        });
        props.onClose();
      }}
      onClose={props.onClose}
    >
      The data of the removed plugin is in no other place: it is gone for good.
    </ConfirmDialog>
  );
}

const KINDS: Record<DataExport['kind'], string> = {
  present: 'Served last',
  manual: 'Snapshot by hand',
  replaced: 'Replaced database',
};

function describeTables({ tables }: DataExport): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const count = (items: number, noun: string) =>
    `${items} ${noun}${items === 1 ? '' : 's'}`;
  return `${count(tables.length, 'table')}, ${count(rows, 'row')}`;
}
