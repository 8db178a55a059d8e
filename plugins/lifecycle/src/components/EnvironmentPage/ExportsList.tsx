import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import { RiArchiveLine, RiDownloadLine } from '@remixicon/react';
import {
  lifecycleApiRef,
  lifecycleKeys,
  saveFile,
} from '@sceneshift/backstage-platform-react';
import {
  exportFileName,
  type DataExport,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useKeptData } from '../../hooks/useKeptData';
import { ConfirmDialog } from './ConfirmDialog';
import { keptDataColumns } from './keptDataColumns';
import { KeptDataSection } from './KeptDataSection';

const KINDS: Record<DataExport['kind'], string> = {
  present: 'Served last',
  manual: 'Snapshot by hand',
  replaced: 'Replaced database',
};

/** Data of plugins that was exported before it was deleted. */
export function ExportsList({ environment }: { environment: string }) {
  const lifecycle = useApi(lifecycleApiRef);
  const [doomed, setDoomed] = useState<DataExport>();
  const exports = useKeptData({
    queryKey: lifecycleKeys.exports(environment),
    queryFn: ({ signal }) => lifecycle.listExports(environment, signal),
  });
  const columns = keptDataColumns<DataExport>({
    describe: item => `${KINDS[item.kind]}: ${describeTables(item)}`,
    time: { label: 'Data of', of: item => item.takenAt },
    actions: item => (
      <ExportActions item={item} onDelete={() => setDoomed(item)} />
    ),
  });
  return (
    <KeptDataSection
      title="Exports"
      description="The data of plugins that were removed with it: a tarball with one CSV file per table, for the database that served last and for each of its snapshots. For large ones use the command line."
      query={exports}
      columns={columns}
      empty={{
        icon: <RiArchiveLine />,
        title: 'No exports',
        description:
          'When a plugin is removed with its data, all of it is exported first.',
      }}
    >
      {doomed && (
        <DeleteDialog item={doomed} onClose={() => setDoomed(undefined)} />
      )}
    </KeptDataSection>
  );
}

function ExportActions(props: { item: DataExport; onDelete: () => void }) {
  const { item, onDelete } = props;
  const lifecycle = useApi(lifecycleApiRef);
  const download = useMutation({
    mutationFn: async () =>
      saveFile(
        await lifecycle.downloadExport(item.environment, item.id),
        exportFileName(item),
      ),
  });
  return (
    <>
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
    </>
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

function describeTables({ tables }: DataExport): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const count = (items: number, noun: string) =>
    `${items} ${noun}${items === 1 ? '' : 's'}`;
  return `${count(tables.length, 'table')}, ${count(rows, 'row')}`;
}
